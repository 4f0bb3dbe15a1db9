using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Notejam.Tests.Hosting;
using Notejam.Tests.Monitoring;

namespace Notejam.Tests.Delivery;

/// <summary>eng/verify.sh against the running application, and against what only looks like it.</summary>
public sealed partial class VerifyTests(Postgres postgres) : IDisposable
{
    readonly string folder = TempFolder.Create("verify");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Script => Path.Combine(Repository.Root, "eng", "verify.sh");

    [Fact]
    public async Task It_says_line_by_line_what_a_person_can_do_with_the_right_version_and_asks_Prometheus()
    {
        await using var app = await StartAsync();
        await using var prometheus = await ScrapeAsync(app);
        var (exit, output) = await VerifyAsync(app, await VersionAsync(app), $"http://{prometheus.Address}");
        Assert.True(exit == 0, output);
        string[] done =
            ["version", "sign up", "sign in", "create a note", "edit it", "delete it", "sign out", "errors:"];
        Assert.Equal(done, Said().Matches(output).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public async Task Too_many_failures_fail_it()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await NotejamProcess.StartAsync(new() { ["ConnectionStrings__notejam"] = connection });
        await using var prometheus = await ScrapeAsync(app);
        var visitor = app.Visitor();
        await visitor.SignUpAsync(Person.NewEmail());
        await visitor.SignInAsync();
        await Postgres.ExecuteAsync(connection, "ALTER TABLE notes RENAME TO elsewhere");
        await Until.TrueAsync(async () =>
        {
            for (var i = 0; i < 20; i++) await visitor.GetAsync("/");
            return await prometheus.ValueAsync("job:slo_errors:ratio_rate5m") > 0.2;
        });
        await Postgres.ExecuteAsync(connection, "ALTER TABLE elsewhere RENAME TO notes");
        var (exit, output) = await VerifyAsync(app, await VersionAsync(app), $"http://{prometheus.Address}");
        Assert.Equal(1, exit);
        const string Failed = @"errors: (0\.\d+|1) of the requests of the last five minutes failed";
        Assert.Matches($@"FAILED  {Failed}; at most 0\.0144 may\n$", output);
    }

    [Fact]
    public void As_many_failures_are_allowed_as_the_alert_that_wakes_somebody_allows()
    {
        var alert = MonitoringFiles.Rules.Single(r => r.Alert == "ErrorBudgetBurnsFast").Expr;
        var limit = Limit().Match(File.ReadAllText(Script)).Groups[1].Value;
        Assert.Equal(14.4 * 0.001, double.Parse(limit, CultureInfo.InvariantCulture), 9);
        Assert.Contains("job:slo_errors:ratio_rate5m > 14.4 * 0.001", alert, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_version_is_a_failure_that_is_named()
    {
        await using var app = await StartAsync();
        var (exit, output) = await VerifyAsync(app, "0123456789");
        Assert.Equal(1, exit);
        var version = (await app.Visitor().GetAsync("/version")).Body;
        Assert.Equal($"FAILED  version: expected 0123456789, got 200 {version}", output);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_failure_that_is_named()
    {
        var (exit, output) = await Tool.RunAsync(Script, "", "http://127.0.0.1:1");
        Assert.Equal(1, exit);
        Assert.Matches("^FAILED  sign-up page: expected 200, got curl: .*connect", output);
    }

    [Theory]
    [InlineData("users", "sign up: expected 303 ")]
    [InlineData("notes", "first list: expected 200, got 500")]
    public async Task It_stops_at_the_first_thing_that_does_not_work(string table, string failure)
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await NotejamProcess.StartAsync(new() { ["ConnectionStrings__notejam"] = connection });
        await Postgres.ExecuteAsync(connection, $"ALTER TABLE {table} RENAME TO elsewhere");
        var (exit, output) = await VerifyAsync(app);
        Assert.Equal(1, exit);
        Assert.Contains($"FAILED  {failure}", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), l => l.StartsWith("FAILED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/notes/create/", "/", "read the note: expected 200, got 404")]
    [InlineData("/edit/", "/", "read the edited note: the page does not say 'As it was edited'")]
    [InlineData("/trash/", "/", "list without the note: the page does not say 'All notes (0)'")]
    [InlineData("/signout/", "/signin/", "signed out: expected 302 ")]
    public async Task A_change_that_is_answered_as_always_and_not_made_is_noticed(
        string path, string location, string failure)
    {
        await using var app = await StartAsync();
        await using var liar = await LiarAsync(app.Address, path, location);
        var (exit, output) = await Tool.RunAsync(Script, "", liar.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(1, exit);
        Assert.Contains($"FAILED  {failure}", output, StringComparison.Ordinal);
    }

    async Task<NotejamProcess> StartAsync() => await NotejamProcess.StartAsync(new()
    {
        ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
    });

    Task<MonitoringServer> ScrapeAsync(NotejamProcess app) =>
        MonitoringServer.StartPrometheusAsync(folder, web: app.Management.Authority, backup: "127.0.0.1:1");

    static async Task<string> VersionAsync(NotejamProcess app)
    {
        var version = await app.Visitor().GetAsync("/version");
        return version.Body.Trim().Split('+')[^1];
    }

    static Task<(int Exit, string Output)> VerifyAsync(NotejamProcess app, params string[] more) =>
        Tool.RunAsync(Script, "", [app.Address.GetLeftPart(UriPartial.Authority), .. more]);

    /// <summary>Passes everything on but POSTs to a path, which it answers as if they had been done.</summary>
    static Task<LoopbackServer> LiarAsync(Uri behind, string path, string location)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return LoopbackServer.StartAsync(async context =>
        {
            var request = context.Request;
            if (HttpMethods.IsPost(request.Method) && request.Path.Value!.EndsWith(path, StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = location;
                return;
            }
            using var passed = new HttpRequestMessage(new(request.Method), new Uri(behind, request.Path.Value));
            passed.Content = new StreamContent(request.Body);
            passed.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
            passed.Headers.TryAddWithoutValidation("Cookie", [.. request.Headers.Cookie]);
            using var answer = await client.SendAsync(passed);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var name in new[] { "Location", "Set-Cookie" })
            {
                if (!answer.Headers.TryGetValues(name, out var values)) continue;
                context.Response.Headers[name] = values.ToArray();
            }
            await answer.Content.CopyToAsync(context.Response.Body);
        });
    }

    [GeneratedRegex(@"(?m)^ok      (version|sign up|sign in|create a note|edit it|delete it|sign out|errors:)")]
    private static partial Regex Said();

    [GeneratedRegex(@"(?m)^limit=(\S+)$")]
    private static partial Regex Limit();
}
