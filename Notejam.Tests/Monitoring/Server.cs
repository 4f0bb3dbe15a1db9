using System.Globalization;
using System.Text.Json;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Monitoring;

/// <summary>Prometheus or Alertmanager, really running, with a folder and a port of its own.</summary>
sealed class Server : IAsyncDisposable
{
    readonly RunningProcess process;
    readonly HttpClient client;

    Server(RunningProcess process, Uri address)
    {
        this.process = process;
        client = new HttpClient { BaseAddress = address };
    }

    public string Address => client.BaseAddress!.Authority;

    public static Task<Server> StartPrometheusAsync(string folder, string config, int port) =>
        StartAsync("prometheus", port,
            $"--config.file={config}",
            $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address=127.0.0.1:{port}");

    public static Task<Server> StartAlertmanagerAsync(string folder, string config, int port) =>
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

    static async Task<Server> StartAsync(string program, int port, params string[] arguments)
    {
        var server = new Server(RunningProcess.Start(program, arguments), new Uri($"http://127.0.0.1:{port}"));
        await server.process.ReadyAsync(new(server.client.BaseAddress!, "/-/ready"));
        return server;
    }
}
