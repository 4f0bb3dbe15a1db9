using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Notejam.Tests.Hosting;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// The Query API of RDS over HTTP, before a fake account. It believes no signature that it has not checked.
/// </summary>
public sealed class FakeRds : IAsyncDisposable
{
    LoopbackServer server = null!;

    public required RdsAccount Account { get; init; }
    public required TimeProvider Clock { get; init; }
    public Uri Address => server.Address;

    /// <summary>The actions that were asked for, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Runs before an action takes effect; what it throws is the answer.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after an action has taken effect; what it throws is the answer all the same.</summary>
    public Action<string> After { get; set; } = _ => { };

    /// <summary>Hears of every refusal.</summary>
    public Action<RdsException> Refused { get; set; } = _ => { };

    /// <summary>Entries in a page, whatever the client asks for; RDS may answer with fewer as well.</summary>
    public int PageSize { get; set; } = 100;

    public static async Task<FakeRds> StartAsync(TimeProvider clock)
    {
        var rds = new FakeRds { Account = new(clock), Clock = clock };
        rds.server = await LoopbackServer.StartAsync(rds.AnswerAsync);
        return rds;
    }

    async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.ContentType = "text/xml";
        try
        {
            if (SignatureV4.Check(context.Request, body) is { } unsigned) throw unsigned;
            var form = QueryHelpers.ParseQuery(body);
            var action = form["Action"].ToString();
            lock (Calls) Calls.Add(action);
            await Before(action);
            var result = Act(action, form);
            After(action);
            await context.Response.WriteAsync(RdsAnswers.Answer(action, result));
        }
        catch (RdsException refusal)
        {
            Refused(refusal);
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsync(RdsAnswers.Error(refusal));
        }
    }

    IEnumerable<XElement> Act(string action, Dictionary<string, StringValues> form)
    {
        var now = Clock.GetUtcNow();
        return (action, form["Version"].ToString()) switch
        {
            ("CreateDBSnapshot", RdsAnswers.Version) => [RdsAnswers.Snapshot(Create(), now)],
            ("DeleteDBSnapshot", RdsAnswers.Version) => [RdsAnswers.Snapshot(Delete(), now)],
            ("DescribeDBSnapshots", RdsAnswers.Version) =>
                Page("DBSnapshots", Find(form), s => RdsAnswers.Snapshot(s, now), form),
            ("StartExportTask", RdsAnswers.Version) => RdsAnswers.Export(StartExport(), now),
            ("DescribeExportTasks", RdsAnswers.Version) =>
                Page("ExportTasks", FindExports(form), e => new("ExportTask", RdsAnswers.Export(e, now)), form),
            _ => throw new RdsException(
                "InvalidAction", $"Could not find operation {action} for version {form["Version"]}."),
        };

        FakeSnapshot Create() => Account.CreateSnapshot(Text("DBInstanceIdentifier"), Text("DBSnapshotIdentifier"));

        FakeSnapshot Delete() => Account.DeleteSnapshot(Text("DBSnapshotIdentifier"));

        FakeExport StartExport() => Account.StartExport(
            Text("ExportTaskIdentifier"), Text("SourceArn"),
            Text("S3BucketName"), Text("S3Prefix"), Text("IamRoleArn"), Text("KmsKeyId"));

        string Text(string name)
        {
            if (form.TryGetValue(name, out var value) && value.ToString().Length > 0) return value.ToString();
            throw new RdsException("MissingParameter", $"The request must contain the parameter {name}.");
        }
    }

    IEnumerable<FakeSnapshot> Find(Dictionary<string, StringValues> form)
    {
        var type = form.TryGetValue("SnapshotType", out var given) ? given.ToString() : null;
        if (!form.TryGetValue("DBSnapshotIdentifier", out var name))
            return Account.Snapshots.Where(s => type is null || s.Type == type);
        var found = Account.Snapshot(name.ToString());
        if (found.Type == (type ?? "manual")) return [found];
        throw new RdsException("DBSnapshotNotFound", $"DBSnapshot not found: {name}", 404);
    }

    IEnumerable<FakeExport> FindExports(Dictionary<string, StringValues> form) =>
        form.TryGetValue("SourceArn", out var arn)
            ? Account.Exports.Where(e => e.SnapshotArn == arn)
            : Account.Exports;

    IEnumerable<XElement> Page<T>(
        string list, IEnumerable<T> all, Func<T, XElement> write, Dictionary<string, StringValues> form)
    {
        var from = form.TryGetValue("Marker", out var marker)
            ? int.Parse(marker.ToString(), System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        var page = all.Skip(from).Take(PageSize + 1).ToList();
        XElement[] next = page.Count > PageSize ? [new("Marker", from + PageSize)] : [];
        return [.. next, new XElement(list, page.Take(PageSize).Select(write))];
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
