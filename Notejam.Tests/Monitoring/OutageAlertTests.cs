using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Monitoring;

/// <summary>
/// From the death of the application to the pager: a real Prometheus and a real Alertmanager, with our rules and
/// routes.
/// </summary>
public sealed partial class OutageAlertTests(Postgres postgres) : IAsyncLifetime
{
    readonly string folder = TempFolder.Create("alerts");
    readonly ConcurrentQueue<(string Receiver, string Body)> told = new();
    LoopbackServer receivers = null!;

    public async ValueTask InitializeAsync() => receivers = await LoopbackServer.StartAsync(async context =>
    {
        using var body = new StreamReader(context.Request.Body);
        told.Enqueue((context.Request.Path.Value!.Trim('/'), await body.ReadToEndAsync()));
    });

    public async ValueTask DisposeAsync()
    {
        await receivers.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Killing_the_application_pages_and_before_that_nobody_is_disturbed()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = await NotejamProcess.StartAsync(new() { ["ConnectionStrings__notejam"] = connection });
        await using var backups = await RunningBackups.StartAsync(connection);
        await using var alertmanager =
            await MonitoringServer.StartAlertmanagerAsync(folder, await ConfigAsync(), NotejamApp.FreePort());
        var target = $"{{static_configs: [{{targets: [\"{alertmanager.Address}\"]}}]}}";
        var alerting = $"\nalerting: {{alertmanagers: [{target}]}}\n";
        await using var prometheus =
            await MonitoringServer.StartPrometheusAsync(folder, app.Management.Authority, backups.Management, alerting);

        // On a busy machine the first scrape may come so late that it pages before; what counts comes after.
        await Until.TrueAsync(async () => await prometheus.ValueAsync("up{job=\"web\"}") == 1);
        await Until.TrueAsync(async () => (await ActiveAsync(alertmanager)).SequenceEqual(["Watchdog"]));
        told.Clear();
        await Until.TrueAsync(() => told.Any(t => t.Receiver == "heartbeat"));
        Assert.DoesNotContain(told, t => t.Receiver is "pager" or "tickets");

        app.Kill();
        await Until.TrueAsync(async () => (await ActiveAsync(alertmanager)).Contains("WebDown"));
        await Until.TrueAsync(() => told.Any(IsOfTheOutage));

        static bool IsOfTheOutage((string Receiver, string Body) message) =>
            message.Receiver == "pager" && message.Body.Contains("WebDown", StringComparison.Ordinal);
    }

    /// <summary>
    /// Our routes, with receivers of the test in place of the pager and the mail, and without their patience.
    /// </summary>
    async Task<string> ConfigAsync()
    {
        var ours = Path.Combine(MonitoringFiles.Folder, "alertmanager.yml");
        var config = await File.ReadAllTextAsync(ours, TestContext.Current.CancellationToken);
        var ourReceivers = config[config.IndexOf("\nreceivers:", StringComparison.Ordinal)..];
        var names = ReceiverName().Matches(ourReceivers).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(["heartbeat", "pager", "tickets"], names.Order());
        var routes = string.Concat(Section().Matches(config)
            .Select(m => m.Value)
            .Where(s => !s.StartsWith("global:", StringComparison.Ordinal))
            .Where(s => !s.StartsWith("receivers:", StringComparison.Ordinal)));
        var hooks = names.Select(n => $"  - {{name: {n}, webhook_configs: [{{url: {receivers.Address}{n}}}]}}\n");
        config = Patience().Replace(routes, "$1: 1s") + "\nreceivers:\n" + string.Concat(hooks);
        var path = Path.Combine(folder, "alertmanager.yml");
        await File.WriteAllTextAsync(path, config, TestContext.Current.CancellationToken);
        return path;
    }

    static async Task<List<string>> ActiveAsync(MonitoringServer alertmanager)
    {
        var alerts = await alertmanager.GetAsync("/api/v2/alerts?active=true");
        return
        [
            .. alerts.EnumerateArray()
                .Select(a => a.GetProperty("labels").GetProperty("alertname").GetString()!)
                .Order(),
        ];
    }

    [GeneratedRegex(@"(?m)^ *- name: (\S+)")]
    private static partial Regex ReceiverName();

    [GeneratedRegex(@"(?m)^\w+:.*\n(?:(?:[ #\-].*)?\n)*")]
    private static partial Regex Section();

    [GeneratedRegex(@"\b(group_wait|group_interval|repeat_interval): \d+[smh]")]
    private static partial Regex Patience();
}
