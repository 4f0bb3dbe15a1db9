using System.Text;
using Microsoft.AspNetCore.Http;

namespace Notejam.Tests.Stores.Faulty;

/// <summary>What S3 would answer.</summary>
sealed record S3Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public static S3Answer Xml(string xml, int status = 200)
    {
        var document = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}";
        return new(status, Encoding.UTF8.GetBytes(document), ("Content-Type", "application/xml"));
    }

    public static S3Answer Error(int status, string code) =>
        Xml($"<Error><Code>{code}</Code><Message>{code} of the test.</Message></Error>", status);

    public static S3Answer Empty(int status, params (string Name, string Value)[] headers) => new(status, [], headers);

    /// <summary>Sends it, or only the first bytes of its body.</summary>
    public async Task SendAsync(HttpContext context, int? bytes = null)
    {
        context.Response.StatusCode = Status;
        foreach (var (name, value) in Headers) context.Response.Headers[name] = value;
        context.Response.ContentLength = Status == StatusCodes.Status204NoContent ? null : Body.Length;
        await context.Response.Body.WriteAsync(Body.AsMemory(0, bytes ?? Body.Length), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
