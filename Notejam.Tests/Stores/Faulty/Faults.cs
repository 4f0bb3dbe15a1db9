using Microsoft.AspNetCore.Http;

namespace Notejam.Tests.Stores.Faulty;

/// <summary>One thing that goes wrong with a call. Asking for the answer is what makes the call take effect.</summary>
delegate Task Fault(HttpContext context, Func<S3Answer> answer);

static class Faults
{
    /// <summary>By name, for tables of tests.</summary>
    public static IReadOnlyDictionary<string, Fault> All { get; } = new Dictionary<string, Fault>
    {
        ["stall"] = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted),
        ["cut"] = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        ["lost answer"] = (context, answer) =>
        {
            answer();
            context.Abort();
            return Task.CompletedTask;
        },
        ["stall in the body"] = async (context, answer) =>
        {
            await SendHalfAsync(context, answer());
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        },
        ["cut in the body"] = async (context, answer) =>
        {
            await SendHalfAsync(context, answer());
            context.Abort();
        },
        ["conflict"] = Refusal(409, "ConditionalRequestConflict"),
        ["slow down"] = Refusal(503, "SlowDown"),
        ["error with 200"] = Refusal(200, "InternalError"),
        ["clock"] = Refusal(403, "RequestTimeTooSkewed"),
        ["region"] = Refusal(400, "AuthorizationHeaderMalformed"),
        ["redirect"] = Refusal(301, "PermanentRedirect"),
        ["key"] = Refusal(403, "InvalidAccessKeyId"),
        ["signature"] = Refusal(403, "SignatureDoesNotMatch"),
        ["expired"] = Refusal(400, "ExpiredToken"),
        ["denied"] = Refusal(403, "AccessDenied"),
        ["not implemented"] = Refusal(501, "NotImplemented"),
    };

    static Fault Refusal(int status, string code) => (context, _) => S3Answer.Error(status, code).SendAsync(context);

    static Task SendHalfAsync(HttpContext context, S3Answer answer) =>
        answer.SendAsync(context, answer.Body.Length / 2);
}
