using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>What a function said: at which address, and the body.</summary>
sealed record RuntimeMessage(string Path, string? ErrorType, JsonElement Body)
{
    public bool IsResponse => Path.EndsWith("/response", StringComparison.Ordinal);
    public string Error => Body.GetProperty("errorMessage").GetString()!;
}

/// <summary>
/// Lambda's runtime API (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html): hands out events, takes answers.
/// </summary>
sealed class FakeRuntimeApi : IAsyncDisposable
{
    readonly Channel<(string Body, TimeSpan Timeout)> events = Channel.CreateUnbounded<(string, TimeSpan)>();
    readonly Channel<RuntimeMessage> messages = Channel.CreateUnbounded<RuntimeMessage>();
    LoopbackServer server = null!;
    int count;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Address => server.Address.Authority;

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        api.server = await LoopbackServer.StartAsync(api.AnswerAsync);
        return api;
    }

    /// <summary>Gives the function an event and waits for what it says about it.</summary>
    public async Task<RuntimeMessage> InvokeAsync(object input, TimeSpan? timeout = null)
    {
        var body = JsonSerializer.Serialize(input);
        await events.Writer.WriteAsync((body, timeout ?? TimeSpan.FromMinutes(1)), Cancel);
        var answer = await ReceiveAsync();
        Assert.StartsWith($"/2018-06-01/runtime/invocation/request-{count}/", answer.Path, StringComparison.Ordinal);
        return answer;
    }

    /// <summary>The next thing that the function says; a function that says nothing has failed.</summary>
    public async Task<RuntimeMessage> ReceiveAsync() =>
        await messages.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);

    async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/2018-06-01/runtime/invocation/next")
        {
            var (body, timeout) = await events.Reader.ReadAsync(context.RequestAborted);
            var deadline = (TimeProvider.System.GetUtcNow() + timeout).ToUnixTimeMilliseconds();
            var headers = context.Response.Headers;
            headers["Lambda-Runtime-Aws-Request-Id"] = $"request-{++count}";
            headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToString(CultureInfo.InvariantCulture);
            headers["Lambda-Runtime-Trace-Id"] =
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
            await context.Response.WriteAsync(body);
            return;
        }
        using var content = await JsonDocument.ParseAsync(context.Request.Body);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        var errorType = context.Request.Headers["Lambda-Runtime-Function-Error-Type"];
        await messages.Writer.WriteAsync(new(context.Request.Path, errorType, content.RootElement.Clone()));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
