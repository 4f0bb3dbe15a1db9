using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>
/// Plain http where the site is https: led there where that is safe, else told which setting is wrong.
/// </summary>
public sealed class PlainHttpTests(PlainHttpTests.Sites sites) : IClassFixture<PlainHttpTests.Sites>
{
    const string Public = "https://notes.example.org";

    /// <summary>This machine is a proxy of the one; the other believes nobody here.</summary>
    public sealed class Sites(Postgres postgres) : IAsyncLifetime
    {
        public NotejamApp Believing { get; private set; } = null!;
        public NotejamApp Unbelieving { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Believing = NotejamApp.Start(await postgres.CreateDatabaseAsync(), NotejamApp.BehindProxy);
            Unbelieving = NotejamApp.Start(
                Believing.Connection, new(NotejamApp.BehindProxy) { ["Site:Proxies"] = "10.0.0.0/8" });
        }

        public async ValueTask DisposeAsync()
        {
            await Believing.DisposeAsync();
            await Unbelieving.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("HEAD", "/")]
    [InlineData("GET", "/notes/create/?pad=1&x=%C3%A9%20%2F")]
    [InlineData("GET", "/nowhere/%E6%97%A5/")]
    [InlineData("GET", "//elsewhere.example/x")]
    [InlineData("GET", "/%2F%2Felsewhere.example/x")]
    [InlineData("GET", "/signin/?next=https://elsewhere.example/")]
    public async Task Who_comes_directly_is_led_to_the_same_path_there(string method, string path)
    {
        foreach (var host in new[] { "notes.example.org", "elsewhere.example" })
        {
            using var answer = await SendAsync(sites.Unbelieving, method, path, $"Host: {host}");
            Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
            Assert.Equal(Public + path, answer.Headers.Location!.OriginalString);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    /// <summary>
    /// A redirect would come back the same way, for ever, where somebody ends TLS in front without being known.
    /// </summary>
    [Theory]
    [InlineData(false, "X-Forwarded-Proto: https", 421)]
    [InlineData(false, "X-Forwarded-Proto: https, http", 421)]
    [InlineData(false, "X-Forwarded-Proto: http", 308)]
    [InlineData(false, "X-Forwarded-For: 203.0.113.7", 421)]
    [InlineData(false, "Forwarded: for=203.0.113.7;proto=https", 421)]
    [InlineData(false, "Via: 1.1 elsewhere", 421)]
    [InlineData(false, "Sec-Fetch-Site: none", 421)]
    [InlineData(true, "X-Forwarded-Proto: http", 308)]
    [InlineData(true, "X-Forwarded-Proto: https, http", 421)]
    [InlineData(true, "X-Forwarded-For: 203.0.113.7", 421)]
    [InlineData(true, "X-Forwarded-For: 203.0.113.7|X-Forwarded-Proto: http", 308)]
    [InlineData(true, "X-Forwarded-For: unknown|X-Forwarded-Proto: https", 421)]
    [InlineData(true, "X-Forwarded-For: 203.0.113.7|X-Forwarded-Proto: https", 200)]
    public async Task Behind_a_proxy_it_depends_on_what_that_says(bool believed, string headers, int status)
    {
        var app = believed ? sites.Believing : sites.Unbelieving;
        using var answer = await SendAsync(app, "GET", "/signin/", headers.Split('|'));
        Assert.Equal(status, (int)answer.StatusCode);
        if (status != 421) return;
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Site__Proxies", body, StringComparison.Ordinal);
        Assert.Contains(Public, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/signin/")]
    [InlineData("POST", "/nowhere/")]
    [InlineData("PUT", "/")]
    public async Task What_was_sent_is_refused_and_not_sent_on(string method, string path)
    {
        using var answer = await SendAsync(sites.Unbelieving, method, path);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(
            $"Nothing was done: this came over plain http. Notejam is at {Public}\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_that_a_load_balancer_asks_for_and_the_probes_answer_as_ever()
    {
        using var client = new HttpClient();
        var probes = new[] { "/alive", "/health", "/metrics" }.Select(p => new Uri(sites.Unbelieving.Management, p));
        foreach (var address in probes.Prepend(new(sites.Unbelieving.Address, "/favicon.svg")))
        {
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    static async Task<HttpResponseMessage> SendAsync(
        NotejamApp app, string method, string path, params string[] headers)
    {
        var address = app.Address.GetLeftPart(UriPartial.Authority) + path;
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        foreach (var header in headers) request.Headers.Add(header.Split(": ")[0], header.Split(": ")[1]);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
