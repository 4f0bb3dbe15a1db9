using System.Text;
using System.Text.Json;
using Notejam.ServiceDefaults.Telemetry;

namespace Notejam.Backup.Snapshots.Lambda;

/// <summary>Handles one event and answers with JSON.</summary>
delegate Task<string> LambdaHandler(JsonElement input, CancellationToken cancel);

/// <summary>The loop of a custom runtime (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).</summary>
sealed class LambdaRuntime : IDisposable
{
    readonly HttpClient http;
    readonly TimeProvider time;
    readonly TextWriter errors;

    public LambdaRuntime(string api, TimeProvider time, TextWriter errors)
    {
        this.time = time;
        this.errors = errors;
        // The API is on loopback whatever HTTP_PROXY says, and the next event may be an hour away.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new($"http://{api}/2018-06-01/runtime/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Serves events one after the other. Ends only with 1, when the start fails, or with an exception, when the API
    /// does.
    /// </summary>
    public async Task<int> RunAsync(Func<LambdaHandler> initialize)
    {
        LambdaHandler handler;
        try
        {
            handler = initialize();
        }
        catch (Exception failed)
        {
            await ReportAsync("init/error", failed);
            return 1;
        }
        while (true) await ServeAsync(handler);
    }

    async Task ServeAsync(LambdaHandler handler)
    {
        using var next = await http.GetAsync("invocation/next");
        var invocation = await Invocation.ReadAsync(next.EnsureSuccessStatusCode());
        string answer;
        try
        {
            answer = await invocation.HandleAsync(handler, time);
        }
        catch (Exception failed)
        {
            await ReportAsync($"invocation/{invocation.Id}/error", failed);
            return;
        }
        await PostAsync($"invocation/{invocation.Id}/response", answer);
    }

    async Task ReportAsync(string path, Exception failed)
    {
        var error = new
        {
            errorType = failed.GetType().Name,
            errorMessage = AddressRedactor.Redact(failed.Message),
            stackTrace = AddressRedactor.Redact(failed.ToString()).Split('\n', StringSplitOptions.TrimEntries),
        };
        await PostAsync(path, errors.WriteJson(error), error.errorType);
    }

    async Task PostAsync(string path, string json, string? errorType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (errorType is not null) request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        using var accepted = await http.SendAsync(request);
        accepted.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();
}
