using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Notejam.Tests.Monitoring;

namespace Notejam.Tests.Hosting;

/// <summary>Prometheus or Alertmanager, really running, with a folder and a port of its own.</summary>
sealed partial class MonitoringServer : IAsyncDisposable
{
    readonly RunningProcess process;
    readonly HttpClient client;

    MonitoringServer(RunningProcess process, Uri address)
    {
        this.process = process;
        client = new HttpClient { BaseAddress = address };
    }

    public string Address => client.BaseAddress!.Authority;

    /// <summary>
    /// Starts Prometheus as run.sh does, but scraping every second and with alerts that hardly wait: nobody should have
    /// to.
    /// </summary>
    public static async Task<MonitoringServer> StartPrometheusAsync(
        string folder, string web, string backup, string more = "")
    {
        var port = NotejamApp.FreePort();
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (var rules in MonitoringFiles.RulePaths) await HastenAsync(rules, Path.Combine(folder, "rules"), "");
        var config = await HastenAsync(Path.Combine(MonitoringFiles.Folder, "laptop.yml"), folder, more);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "targets.yml"),
            [Target("web", web), Target("backup", backup), Target("prometheus", $"127.0.0.1:{port}")],
            TestContext.Current.CancellationToken);
        return await StartAsync("prometheus", port,
            $"--config.file={config}",
            $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address=127.0.0.1:{port}");
    }

    public static Task<MonitoringServer> StartAlertmanagerAsync(string folder, string config, int port) =>
        StartAsync("prometheus-alertmanager", port,
            $"--config.file={config}",
            $"--storage.path={Path.Combine(folder, "alerts")}",
            $"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=");

    /// <summary>Asks the server's API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The value of the query's only series, or null where there is none.</summary>
    public async Task<double?> ValueAsync(string query)
    {
        var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
        var result = answer.GetProperty("data").GetProperty("result");
        if (result.GetArrayLength() == 0) return null;
        return double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return process.DisposeAsync();
    }

    static async Task<MonitoringServer> StartAsync(string program, int port, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{port}");
        var server = new MonitoringServer(RunningProcess.Start(program, arguments), address);
        await server.process.ReadyAsync(new(address, "/-/ready"));
        return server;
    }

    static string Target(string job, string address) => $"- {{targets: ['{address}'], labels: {{job: {job}}}}}";

    static async Task<string> HastenAsync(string file, string folder, string more)
    {
        var copy = Path.Combine(folder, Path.GetFileName(file));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(copy, Hasten(text) + more, TestContext.Current.CancellationToken);
        return copy;
    }

    /// <summary>Three seconds, so that "absent" is not what is not scraped yet.</summary>
    static string Hasten(string file) => For().Replace(Interval().Replace(file, "$1: 1s"), "for: 3s");

    [GeneratedRegex(@"\b(interval|scrape_interval|evaluation_interval): \d+[sm]")]
    private static partial Regex Interval();

    [GeneratedRegex(@"\bfor: \d+[sm]")]
    private static partial Regex For();
}
