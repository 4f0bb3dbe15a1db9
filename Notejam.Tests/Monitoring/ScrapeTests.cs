using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Monitoring;

/// <summary>A real Prometheus with the laptop's configuration scrapes the running application.</summary>
public sealed class ScrapeTests(Postgres postgres) : IAsyncLifetime
{
    readonly string folder = TempFolder.Create("prometheus");
    NotejamProcess app = null!;
    RunningBackups backups = null!;
    MonitoringServer prometheus = null!;
    string connection = "";

    public async ValueTask InitializeAsync()
    {
        connection = await postgres.CreateDatabaseAsync();
        // A small pool, so that sign-ins also wait for a connection: that has its metrics too.
        var small = $"{connection};Maximum Pool Size=2";
        app = await NotejamProcess.StartAsync(new() { ["ConnectionStrings__notejam"] = small });
        backups = await RunningBackups.StartAsync(connection);
        prometheus = await MonitoringServer.StartPrometheusAsync(
            folder, app.Management.Authority, backups.Management);
    }

    public async ValueTask DisposeAsync()
    {
        await prometheus.DisposeAsync();
        await backups.DisposeAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_is_up_and_the_request_histogram_grows_with_traffic()
    {
        await Until.TrueAsync(async () => await prometheus.ValueAsync("up{job=\"web\"}") == 1);
        var visitor = app.Visitor();
        await visitor.GetAsync("/signin/");
        const string Labels = "job=\"web\",http_route=\"/signin/\"";
        const string Requests = $"sum(http_server_request_duration_seconds_count{{{Labels}}})";
        const string All = $"sum(http_server_request_duration_seconds_bucket{{{Labels},le=\"+Inf\"}})";
        await Until.TrueAsync(async () => await prometheus.ValueAsync(Requests) >= 1);
        var before = await prometheus.ValueAsync(Requests);
        for (var i = 0; i < 10; i++) await visitor.GetAsync("/signin/");
        await Until.TrueAsync(async () => await prometheus.ValueAsync(Requests) >= before + 10);
        Assert.Equal(before + 10, await prometheus.ValueAsync(Requests));
        Assert.Equal(before + 10, await prometheus.ValueAsync(All));
    }

    [Fact]
    public async Task Every_name_in_the_rules_and_the_dashboard_is_one_that_is_really_there()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.NoteAsync("A note");
        // Pages never outnumber the pool's connections; the forms of strangers may.
        var strangers = Enumerable.Range(0, 10).Select(_ => app.Visitor()).ToList();
        var forms = new List<Answer>();
        foreach (var stranger in strangers) forms.Add(await stranger.GetAsync("/signin/"));
        await using (await Postgres.LockAsync(connection, "users"))
        {
            await Task.WhenAll(strangers.Zip(forms, (stranger, form) =>
                stranger.SubmitAsync(form, ("email", Person.NewEmail()), ("password", Person.Password))));
        }
        await Postgres.ExecuteAsync(connection, "ALTER TABLE notes RENAME TO elsewhere");

        var used = MonitoringFiles.Rules.Select(r => r.Expr)
            .Concat(MonitoringFiles.DashboardQueries)
            .SelectMany(PromQl.Names)
            .Distinct()
            .Order()
            .ToList();
        Assert.True(used.Count > 30, $"only {used.Count} names were found");
        var missing = used;
        double? errors = null;
        // Health is told a few seconds after the start, and some rules are made of others, or of traffic: within a
        // minute all must be there.
        for (var tries = 0; tries < 60 && (missing.Count > 0 || errors is null or 0); tries++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => person.GetAsync("/")));
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            var known = (await prometheus.GetAsync("/api/v1/label/__name__/values")).GetProperty("data")
                .EnumerateArray()
                .Select(n => n.GetString()!)
                .ToHashSet();
            missing = [.. used.Except(known)];
            errors = await prometheus.ValueAsync("job:slo_errors:rate5m");
        }
        Assert.Equal([], missing);
        // Not only the names: these need the labels too.
        Assert.True(errors > 0);
        Assert.NotNull(await prometheus.ValueAsync("job:slo_slow:rate5m"));
        Assert.NotNull(await prometheus.ValueAsync(Watched("ConnectionPoolSaturated")));
        Assert.NotNull(await prometheus.ValueAsync(Watched("DatabaseConnectionsHigh")));

        foreach (var query in MonitoringFiles.DashboardQueries)
        {
            var answer = await prometheus.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
            Assert.Equal("success", answer.GetProperty("status").GetString());
        }
    }

    /// <summary>What an alert looks at, whatever it is.</summary>
    static string Watched(string alert) =>
        Regex.Replace(MonitoringFiles.Rules.Single(r => r.Alert == alert).Expr, "> 0.8", "");
}
