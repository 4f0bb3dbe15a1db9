using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

/// <summary>
/// What the running application shows, in a process of its own: meters are shared by all that live in one.
/// </summary>
public sealed partial class MetricsTests(Postgres postgres) : IAsyncLifetime
{
    NotejamProcess app = null!;

    public async ValueTask InitializeAsync() => app = await NotejamProcess.StartAsync(new()
    {
        ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Promtool_has_no_complaint()
    {
        await UseAsync();
        Assert.Equal((0, ""), await Tool.RunAsync("promtool", await ScrapeAsync(), "check", "metrics"));
    }

    [Fact]
    public async Task They_are_not_on_the_public_port_whatever_the_Host_header_says()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Host = app.Management.Authority;
        using var answer = await app.Visitor().SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Notes_sign_ins_and_mails_are_counted_from_zero()
    {
        var before = await ScrapeAsync();
        string[] all =
        [
            "notejam_notes_saved_total", "notejam_notes_created_total", "notejam_notes_deleted_total",
            "notejam_notes_conflicts_total", "notejam_trash_purged_total",
            "notejam_searches_total{result=\"found\"}", "notejam_searches_total{result=\"nothing\"}",
            "notejam_requests_shed_total{reason=\"hashing\"}",
            "notejam_requests_shed_total{reason=\"overload\"}", "notejam_requests_shed_total{reason=\"bodies\"}",
            "notejam_sign_ins_total{result=\"succeeded\"}", "notejam_sign_ins_total{result=\"refused\"}",
            "notejam_sign_ins_total{result=\"limited\"}",
            "notejam_mails_total{result=\"sent\"}", "notejam_mails_total{result=\"failed\"}",
            "notejam_mails_total{result=\"unknown\"}",
            "notejam_mails_total{result=\"limited\"}", "notejam_mails_total{result=\"dropped\"}",
        ];
        Assert.Equal(all.Select(n => $"{n} 0"), all.Select(n => Line(before, n)));

        await UseAsync();
        const string Sent = "notejam_mails_total{result=\"sent\"}";
        await Until.TrueAsync(async () => Value(await ScrapeAsync(), Sent) == "1");
        var after = await ScrapeAsync();
        // Four notes and an edit; one note is deleted alone, two with their pad; the form that was sent twice counts
        // once, and a conflict saves nothing.
        var counted = all.Select(n => int.Parse(Value(after, n), CultureInfo.InvariantCulture));
        Assert.Equal([5, 4, 3, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0], counted);

        static string Value(string metrics, string series) => Line(metrics, series).Split(' ')[^1];
    }

    [Fact]
    public async Task Health_and_the_servers_connections_are_gauges()
    {
        const string Status = "notejam_health_status{";
        await Until.TrueAsync(async () => (await ScrapeAsync()).Contains(Status, StringComparison.Ordinal));
        var metrics = await ScrapeAsync();
        foreach (var check in new[] { "lifecycle", "schema", "pool", "database" })
        {
            var series = $"notejam_health_status{{check=\"{check}\"}}";
            Assert.Equal($"{series} 1", Line(metrics, series));
        }
        Assert.Matches(@"^notejam_database_connections [1-9]\d*$", Line(metrics, "notejam_database_connections"));
        var max = Line(metrics, "notejam_database_connections_max");
        Assert.Matches(@"^notejam_database_connections_max [1-9]\d+$", max);
    }

    [Fact]
    public async Task Ten_thousand_addresses_make_few_series_and_none_has_a_path_or_an_id()
    {
        var person = await UseAsync();
        var visitor = app.Visitor();
        await Parallel.ForAsync(0, 10_000, async (i, cancel) =>
        {
            var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(i));
            var path = (i % 4) switch
            {
                0 => $"/notes/{id}/",
                1 => $"/pads/{id}/edit/",
                2 => $"/nowhere/{id}/",
                _ => $"/forgot-password/{id}/secret-{i}/",
            };
            using var request = new HttpRequestMessage(new HttpMethod(i % 100 == 0 ? $"VERB{i}" : "GET"), path);
            using var answer = await person.SendAsync(request);
        });
        // And whatever else a client may choose.
        var requests =
            from method in new[]
            {
                "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "FOO",
            }
            from path in new[]
            {
                "/", "/signin/", "/signup/", "/notes/create/", "/pads/create/",
                "/settings/", "/signout/", "/forgot-password/", "/notejam.css", "/nowhere",
            }
            from type in new[]
            {
                "text/plain", "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b", "application/json",
            }
            from version in new[] { HttpVersion.Version10, HttpVersion.Version11 }
            select (method, path, type, version);
        await Parallel.ForEachAsync(requests, async (r, cancel) =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(r.method), r.path) { Version = r.version };
            if (r.method is not ("GET" or "HEAD" or "TRACE"))
            {
                request.Content = new StringContent("nonsense");
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(r.type);
            }
            using var answer = await (r.path.Length % 2 == 0 ? person : visitor).SendAsync(request);
            Assert.InRange((int)answer.StatusCode, 200, 499);
        });
        var metrics = await ScrapeAsync();
        var series = metrics.Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToList();
        Assert.InRange(series.Count, 100, 2000);
        Assert.DoesNotMatch(Id(), metrics);
        Assert.DoesNotContain("secret-", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("VERB", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Email, metrics, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/notes/{Id:guid}/\"", metrics, StringComparison.Ordinal);
    }

    /// <summary>One of everything that counts.</summary>
    async Task<Person> UseAsync()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SubmitAsync("/forgot-password/", ("email", person.Email));
        await person.SignInAsync("not this one");
        await person.SignInAsync();
        var pad = await person.PadAsync("Pad");
        var form = await person.GetAsync("/notes/create/");
        for (var time = 0; time < 2; time++) await person.SubmitAsync(form, ("name", "Twice"), ("text", "Sent twice"));
        var note = await person.NoteAsync("Alone");
        foreach (var words in new[] { "", "alone", "nowhere" }) await person.GetAsync($"/search/?q={words}");
        await person.NoteAsync("In a pad", pad: pad);
        await person.NoteAsync("In a pad too", pad: pad);
        var late = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync(late, ("text", "Changed"));
        await person.SubmitAsync(late, ("text", "Changed otherwise"));
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        return person;
    }

    async Task<string> ScrapeAsync()
    {
        using var client = new HttpClient { BaseAddress = app.Management };
        return await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }

    /// <summary>The line of a series, without the label that names the meter.</summary>
    static string Line(string metrics, string series)
    {
        var lines = metrics.Split('\n')
            .Select(l => Scope().Replace(l, m => m.Groups[1].Value == "," ? "{" : ""));
        return lines.SingleOrDefault(l => l.StartsWith(series + " ", StringComparison.Ordinal)) ?? $"no {series}";
    }

    [GeneratedRegex(@"\{otel_scope_name=""[^""]*""(,|\})")]
    private static partial Regex Scope();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-")]
    private static partial Regex Id();
}
