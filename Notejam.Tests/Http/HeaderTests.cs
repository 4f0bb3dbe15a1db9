using System.Net;
using System.Net.Sockets;
using System.Text;
using Notejam.Tests.Hosting;
using Notejam.Web.Http;

namespace Notejam.Tests.Http;

public sealed class HeaderTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("/signin/", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/nowhere/", HttpStatusCode.NotFound)]
    [InlineData("/notejam.css", HttpStatusCode.OK)]
    [InlineData("/logo.svg", HttpStatusCode.OK)]
    [InlineData("POST /signin/", HttpStatusCode.BadRequest)]
    [InlineData("PUT /signin/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("LARGE /signin/", HttpStatusCode.RequestEntityTooLarge)]
    public async Task Security_headers_are_on_every_answer(string path, HttpStatusCode status)
    {
        var (method, where) = path.Split(' ') is [var m, var w] ? (m, w) : ("GET", path);
        using var request = new HttpRequestMessage(new HttpMethod(method == "LARGE" ? "POST" : method), where);
        if (method is "POST" or "LARGE")
        {
            var name = new string('x', method == "LARGE" ? Bodies.Largest : 1);
            request.Content = new FormUrlEncodedContent([KeyValuePair.Create("name", name)]);
        }
        using var answer = await App.Visitor().SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Null(Header("Server"));
        Assert.Null(Header("Strict-Transport-Security"));
        Assert.NotNull(Header("Cache-Control"));

        string? Header(string name) =>
            answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
    }

    [Fact]
    public async Task Pages_of_somebody_are_kept_for_Back_only()
    {
        var person = await App.PersonAsync();
        foreach (var path in new[] { "/", "/notes/create/", "/settings/", "/nowhere/" })
            Assert.Equal("no-cache, private", (await person.GetAsync(path)).Message.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_page_has_neither_inline_script_nor_inline_style()
    {
        var person = await App.PersonAsync();
        foreach (var path in new[] { "/signin/", "/", "/notes/create/", "/settings/" })
        {
            var page = await (path == "/signin/" ? App.Visitor() : person).GetAsync(path);
            Assert.Empty(page.Document.QuerySelectorAll("style, [style], script:not([src]), [onclick], [onload]"));
        }
    }

    [Fact]
    public async Task Too_large_a_body_gets_a_page_that_says_what_to_do()
    {
        var person = await App.PersonAsync();
        var text = new string('x', Bodies.Largest);
        var answer = await person.SubmitAsync("/notes/create/", ("name", "n"), ("text", text));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "This is too long."), (answer.Status, answer.Heading));
    }

    [Fact]
    public async Task Too_large_a_body_is_known_also_when_its_length_is_not_told()
    {
        var person = await App.PersonAsync();
        var text = new string('x', Bodies.Largest);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes/create/");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("text", text)]);
        request.Headers.TransferEncodingChunked = true;
        using var answer = await person.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_not_blamed_on_its_age()
    {
        var person = await App.PersonAsync();
        var fields = Enumerable.Range(0, 1100).Select(i => ($"field{i}", "x"));
        var answer = await person.PostAsync("/notes/create/", [.. fields]);
        Assert.Equal((HttpStatusCode.BadRequest, "This cannot be understood."), (answer.Status, answer.Heading));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("x:99999")]
    [InlineData("!$&")]
    public async Task What_is_no_host_is_refused(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, App.Address.Port, TestContext.Current.CancellationToken);
        var request = Encoding.ASCII.GetBytes($"GET /signin/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/signin/")]
    [InlineData("POST /signup/")]
    [InlineData("/nowhere/")]
    public async Task Files_with_a_fingerprint_may_be_kept_for_ever(string path)
    {
        var visitor = App.Visitor();
        var page = path.StartsWith('/') ? await visitor.GetAsync(path) : await visitor.SubmitAsync("/signup/");
        var sheet = page.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!;
        Assert.Matches(@"^/notejam\.[a-z0-9]+\.css$", sheet);
        Assert.Equal(HttpStatusCode.OK, (await App.Visitor().GetAsync(sheet)).Status);
    }
}
