using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;
using KestrelServerLimits = Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerLimits;

namespace Notejam.Web.Http;

/// <summary>
/// Reads what a form sends before anything else is done for it: who is slow holds nothing but a connection, and what no
/// page sends is refused unread.
/// </summary>
static class Bodies
{
    /// <summary>
    /// The longest text, 100,000 characters, takes 1.2 MB where each becomes twelve bytes; and people paste more than
    /// fits.
    /// </summary>
    public const int Largest = 2 * 1024 * 1024;

    /// <summary>
    /// What refused bodies may bring to their end, so that browsers show the answer and not a connection that was cut.
    /// </summary>
    const int LargestRest = 16 * 1024 * 1024;

    /// <summary>
    /// Four times the longest text comes back to be shortened. What is longer stays in the browser: shown again, each
    /// character may take six, and a crowd of such pages would take an instance's memory.
    /// </summary>
    public const int LargestField = 400_000;

    const string FormType = "application/x-www-form-urlencoded";
    static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sender and reader must manage some bytes a second, after some seconds; a total would be missed by long texts on
    /// slow lines.
    /// </summary>
    public static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = Largest;
        // The server would read a mebibyte ahead for each connection that waits for room.
        limits.MaxRequestBufferSize = 64 * 1024;
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 2000, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new(bytesPerSecond: 2000, gracePeriod: TimeSpan.FromSeconds(5));
    }

    public static void UseBodies(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            await next(context);
            return;
        }
        var refusal = await ReadAsync(context);
        if (refusal is null) await next(context);
        else await RefuseAsync(context, refusal.Value);
    });

    /// <summary>The status to refuse it with, or null. None of them is a failure of ours.</summary>
    static async Task<int?> ReadAsync(HttpContext context)
    {
        if (!IsForm(context.Request)) return StatusCodes.Status415UnsupportedMediaType;
        if (context.Request.ContentLength > Largest) return StatusCodes.Status413PayloadTooLarge;
        try
        {
            if (context.Request.ContentLength is null or > BodyMemory.Unit && !await HasRoomAsync(context))
                return StatusCodes.Status503ServiceUnavailable;
            context.Request.Body = new NulFreeBody(context.Request.Body);
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var isTooLong = form.Any(field => field.Value.ToString().Length > LargestField);
            return isTooLong ? StatusCodes.Status413PayloadTooLarge : null;
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException)
        {
            return StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or NotSupportedException)
        {
            // Broken off, too slow, too long, broken, or in an encoding that nobody knows.
            return (unreadable as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>Room is taken when all has arrived: a sender keeps nobody waiting but itself.</summary>
    static async Task<bool> HasRoomAsync(HttpContext context)
    {
        if (await context.RequestServices.GetRequiredService<BodyBuffers>().GatherAsync(context) is not { } bytes)
            return false;
        var place = await context.RequestServices.GetRequiredService<BodyMemory>().EnterAsync(context, bytes);
        context.Response.RegisterForDispose(place);
        return place.IsAcquired;
    }

    static bool IsForm(HttpRequest request) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, FormType, StringComparison.OrdinalIgnoreCase);

    static async Task RefuseAsync(HttpContext context, int status)
    {
        // Whoever asks for the form from here on finds none, and does not begin to read.
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        if (status is StatusCodes.Status413PayloadTooLarge
            or StatusCodes.Status415UnsupportedMediaType
            or StatusCodes.Status503ServiceUnavailable)
            await DropRestAsync(context);
        context.Response.StatusCode = status;
    }

    /// <summary>Reads and forgets; what takes too long or is too much is cut.</summary>
    static async Task DropRestAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestRest;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        enough.CancelAfter(LongestRest);
        try
        {
            ReadResult read;
            do
            {
                read = await context.Request.BodyReader.ReadAsync(enough.Token);
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception cut) when (cut is IOException or OperationCanceledException)
        {
            context.Response.Headers.Connection = "close";
        }
    }
}
