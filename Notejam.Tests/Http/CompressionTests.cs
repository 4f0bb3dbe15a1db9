using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>Pages are small on the way, except where their length could tell a stranger what is in them.</summary>
public sealed class CompressionTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    readonly NotejamApp plain = fixture.App;

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_list_is_less_than_a_third_as_large(string encoding)
    {
        var person = await plain.PersonAsync();
        foreach (var i in Enumerable.Range(0, 20)) await person.NoteAsync($"Note {i}", $"What is in number {i}.");
        var whole = await BytesAsync(person, "/");
        using var small = await SendAsync(person, "/", HttpMethod.Get, ("Accept-Encoding", encoding));
        Assert.Equal([encoding], small.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", small.Headers.Vary);
        var sent = await small.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(sent.Length, 1, whole.Length / 3);
        Assert.Equal(Notes(whole), Notes(Unpack(encoding, sent)));
    }

    [Theory]
    [InlineData("/signin/", HttpStatusCode.OK)]
    [InlineData("/nowhere/", HttpStatusCode.NotFound)]
    [InlineData("/notes/00000000-0000-7000-8000-000000000000/", HttpStatusCode.Redirect)]
    public async Task An_answer_with_a_page_is_compressed_whatever_its_status(string path, HttpStatusCode status)
    {
        using var answer = await SendAsync(plain.Visitor(), path, HttpMethod.Get, ("Accept-Encoding", "gzip"));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.Redirect ? [] : ["gzip"], answer.Content.Headers.ContentEncoding);
        var sent = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (sent.Length == 0) return;
        Assert.Contains("Notejam", Encoding.UTF8.GetString(Unpack("gzip", sent)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HEAD_says_what_a_GET_would_and_sends_nothing()
    {
        using var answer = await SendAsync(plain.Visitor(), "/signin/", HttpMethod.Head, ("Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// Over TLS an answer's length is all that a stranger in the network sees; a foreign page can make them many.
    /// </summary>
    [Theory]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    [InlineData("same-site", false)]
    [InlineData("cross-site", false)]
    [InlineData("", false)]
    public async Task Over_TLS_only_what_no_other_site_asked_for_is_compressed(string from, bool compressed)
    {
        await using var secure = NotejamApp.Start(plain.Connection, NotejamApp.BehindProxy);
        foreach (var path in new[] { "/signin/?next=/notes/", "/nowhere/" })
        {
            using var answer = await SendAsync(secure.Visitor(), path, HttpMethod.Get,
                ("Accept-Encoding", "gzip, br"),
                ("X-Forwarded-Proto", "https"),
                ("Sec-Fetch-Site", from));
            Assert.Equal(compressed, answer.Content.Headers.ContentEncoding.Count > 0);
        }
    }

    /// <summary>What is the same in every answer can be guessed letter by letter; this is not.</summary>
    [Fact]
    public async Task The_token_of_a_form_has_no_part_in_common_with_that_of_the_next_answer()
    {
        var person = await plain.PersonAsync();
        var tokens = new List<string>();
        foreach (var _ in Enumerable.Range(0, 10)) tokens.Add((await person.GetAsync("/settings/")).Token);
        // The first characters name the key that protects all of them; they are no secret.
        const int Header = 27;
        var secrets = tokens.Select(t => t[Header..]).ToList();
        Assert.All(secrets, s => Assert.True(s.Length > 100));
        var parts = secrets.Select(PartsOf).ToList();
        for (var one = 0; one < parts.Count; one++)
        {
            for (var other = 0; other < one; other++) Assert.Empty(parts[one].Intersect(parts[other]));
        }

        static HashSet<string> PartsOf(string secret) =>
            [.. Enumerable.Range(0, secret.Length - 5).Select(i => secret.Substring(i, 6))];
    }

    static IEnumerable<string> Notes(byte[] page)
    {
        using var html = new MemoryStream(page);
        var names = new HtmlParser().ParseDocument(html).QuerySelectorAll(".notes .name > a");
        return [.. names.Select(a => a.TextContent)];
    }

    static byte[] Unpack(string encoding, byte[] sent)
    {
        using var packed = new MemoryStream(sent);
        using Stream unpacking = encoding == "br"
            ? new BrotliStream(packed, CompressionMode.Decompress)
            : new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        unpacking.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    static async Task<byte[]> BytesAsync(Person person, string path)
    {
        using var answer = await SendAsync(person, path, HttpMethod.Get);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    static async Task<HttpResponseMessage> SendAsync(
        Person person, string path, HttpMethod method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers.Where(h => h.Value.Length > 0)) request.Headers.Add(name, value);
        return await person.SendAsync(request);
    }
}
