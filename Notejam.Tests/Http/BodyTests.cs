using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

/// <summary>What arrives slowly, is too large, or is nothing that a page sends.</summary>
public sealed class BodyTests(Postgres postgres) : IAsyncLifetime
{
    NotejamApp app = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.CreateDatabaseAsync();
        app = NotejamApp.Start(connection, new() { ["Site:Proxies"] = "127.0.0.0/8" });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded-not")]
    [InlineData(null)]
    public async Task What_no_page_sends_is_refused_unread_with_a_page(string? type)
    {
        var told = type is null ? "" : $"Content-Type: {type}\r\n";
        using var sender = await SendAsync(
            $"{told}Content-Length: 40\r\n", "--b\r\nContent-Disposition: form-data; na\r\n");
        var answer = await ReadAsync(sender);
        Assert.StartsWith("HTTP/1.1 415 ", answer, StringComparison.Ordinal);
        Assert.Contains("<h1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_upload_of_another_kind_is_neither_kept_nor_cut_off_without_an_answer()
    {
        using var sender = await SendAsync(
            $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {4 * Bodies.Largest}\r\n",
            new string('x', 4 * Bodies.Largest));
        Assert.StartsWith("HTTP/1.1 415 ", await ReadAsync(sender), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Too_large_a_form_is_told_so_after_all_of_it_was_sent(bool chunked)
    {
        var form = "text=" + new string('x', 2 * Bodies.Largest);
        using var sender = chunked
            ? await SendAsync($"{Form}Transfer-Encoding: chunked\r\n", $"{form.Length:x}\r\n{form}\r\n0\r\n\r\n")
            : await SendAsync($"{Form}Content-Length: {form.Length}\r\n", form);
        var answer = await ReadAsync(sender);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("This is too long", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_comes_back_to_be_shortened_unless_it_is_far_too_long()
    {
        var person = await app.PersonAsync();
        var text = new string('"', Bodies.LargestField);
        var shown = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
        Assert.Equal(text, shown.Document.GetElementById("text")!.TextContent);

        var refused = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", text + '"'));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "This is too long."), (refused.Status, refused.Heading));
        Assert.InRange(refused.Body.Length, 1, 10_000);
    }

    [Fact]
    public async Task The_longest_text_fits_in_the_script_that_takes_most_room()
    {
        var person = await app.PersonAsync();
        var text = string.Concat(Enumerable.Repeat("𒀀", 100_000));
        var answer = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", text));
        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    /// <summary>The only test here that takes its time: longer than any whole request may.</summary>
    [Fact]
    public async Task A_form_that_comes_slowly_and_steadily_arrives()
    {
        const int Pieces = 24;
        const int Length = 25_000;
        using var sender = await SendAsync($"{Form}Content-Length: {Pieces * Length}\r\n", "");
        for (var sent = 0; sent < Pieces; sent++)
        {
            await Task.Delay(500, Cancel);
            await sender.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Field(sent, Length)), Cancel);
        }
        Assert.StartsWith(Read, await ReadAsync(sender), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trickle_is_cut_with_a_page()
    {
        using var sender = await SendAsync($"{Form}Content-Length: 100000\r\n", "text=a");
        var answer = ReadAsync(sender);
        while (await Task.WhenAny(answer, Task.Delay(1000, Cancel)) != answer)
        {
            await sender.GetStream().WriteAsync("b"u8.ToArray(), Cancel);
        }
        // Not 408: for that Firefox sends the form again, ten times.
        Assert.StartsWith("HTTP/1.1 400 ", await answer, StringComparison.Ordinal);
        Assert.Contains("This took too long", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_long_bodies_there_are_few_at_once_and_no_network_has_all_the_room()
    {
        using var taken = await TakeRoomAsync("192.0.2.1");
        using var refused = await SendAsync(LongHead, LongBody, "192.0.2.1");
        var answer = await ReadAsync(refused);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: ", answer, StringComparison.Ordinal);
        Assert.Contains("go back with your browser", answer, StringComparison.Ordinal);

        using var small = await SendAsync($"{Form}Content-Length: 6\r\n", "text=a", "192.0.2.1");
        Assert.StartsWith(Read, await ReadAsync(small), StringComparison.Ordinal);
        using var elsewhere = await SendAsync(LongHead, LongBody, "192.0.2.2");
        Assert.StartsWith(Read, await ReadAsync(elsewhere), StringComparison.Ordinal);
    }

    /// <summary>Two of the longest would fill the room, and these come to no end.</summary>
    [Fact]
    public async Task Who_is_slow_holds_up_nobody()
    {
        using var slow = await SendAsync(LongHead, LongBody[..^1], "192.0.2.1");
        using var slower = await SendAsync(LongHead, "text=", "192.0.2.2");
        foreach (var from in new[] { "192.0.2.1", "192.0.2.2", "192.0.2.3" })
        {
            using var quick = await SendAsync(LongHead, LongBody, from);
            Assert.StartsWith(Read, await ReadAsync(quick), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task When_too_much_is_arriving_the_network_that_holds_most_gives_its_longest_up()
    {
        var shed = 0;
        using var listener = ListenForShed(() => Interlocked.Increment(ref shed));
        using var person = await SendAsync(LongHead, LongBody[..^1], "192.0.2.1");
        using var shorter = await SendAsync(LongHead, LongBody[..^Half], "192.0.2.2");
        List<TcpClient> crowd = [];
        for (var n = 0; n < 8; n++) crowd.Add(await SendAsync(LongHead, LongBody[..^1], "192.0.2.2"));
        await Until.TrueAsync(() => Volatile.Read(ref shed) > 0);

        await SendRestAsync(person, 1);
        Assert.StartsWith(Read, await ReadAsync(person), StringComparison.Ordinal);
        await SendRestAsync(shorter, Half);
        Assert.StartsWith(Read, await ReadAsync(shorter), StringComparison.Ordinal);
        List<string> answers = [];
        foreach (var sender in crowd)
        {
            await SendRestAsync(sender, 1);
            answers.Add(await ReadAsync(sender));
            sender.Dispose();
        }
        Assert.Equal(shed, answers.Count(a => a.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal)));
        Assert.Contains(answers, a => a.StartsWith(Read, StringComparison.Ordinal));
    }

    const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";

    /// <summary>To its end, and only then found to be without a token.</summary>
    const string Read = "HTTP/1.1 400 ";

    static readonly string LongHead = $"{Form}Content-Length: {Bodies.Largest}\r\n";
    static readonly string LongBody = string.Concat(Enumerable.Range(0, 8).Select(n => Field(n, Bodies.Largest / 8)));

    const int Half = Bodies.Largest / 2;

    async Task<RateLimitLease> TakeRoomAsync(string from)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(from) } };
        var place = await app.Services.GetRequiredService<BodyMemory>().EnterAsync(context, Bodies.Largest);
        Assert.True(place.IsAcquired);
        return place;
    }

    /// <summary>
    /// Counts bodies that are turned away, of this application alone: all in the process share their names.
    /// </summary>
    MeterListener ListenForShed(Action turnedAway)
    {
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "notejam.requests.shed")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (count == 1 && tags[0].Value is "bodies") turnedAway();
        });
        listener.Start();
        return listener;
    }

    static ValueTask SendRestAsync(TcpClient sender, int bytes) =>
        sender.GetStream().WriteAsync(Encoding.ASCII.GetBytes(LongBody[^bytes..]), Cancel);

    /// <summary>One of several, none of which is too long for itself.</summary>
    static string Field(int number, int length) => $"&text{number}=".PadRight(length, 'x');

    async Task<TcpClient> SendAsync(string headers, string body, string from = "192.0.2.9")
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port, Cancel);
        var request =
            $"POST /signin/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: {from}\r\n{headers}\r\n{body}";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        return client;
    }

    static async Task<string> ReadAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Cancel);
    }
}
