using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>Behind a proxy that ends TLS, as the production settings have it.</summary>
public sealed class HttpsTests(Postgres postgres) : IAsyncLifetime
{
    NotejamApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), NotejamApp.BehindProxy);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Cookies_have_the_host_prefix_and_all_attributes()
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await Answer.ReadAsync(await client.GetAsync("/signup/", TestContext.Current.CancellationToken));
        var csrf = Cookie(page, "__Host-notejam-csrf");
        Assert.Contains("samesite=strict; httponly", csrf, StringComparison.Ordinal);

        client.DefaultRequestHeaders.Add("Cookie", csrf.Split(';')[0]);
        var email = Person.NewEmail();
        var signedUp = await PostAsync("/signup/",
            ("email", email), ("password", Person.Password), ("confirm_password", Person.Password));
        Assert.Equal(HttpStatusCode.SeeOther, signedUp.Status);
        Assert.Contains("samesite=lax; httponly", Cookie(signedUp, "__Host-notejam-flash"), StringComparison.Ordinal);
        var signedIn = await PostAsync("/signin/", ("email", email), ("password", Person.Password));
        Assert.Contains("samesite=lax; httponly", Cookie(signedIn, "__Host-notejam="), StringComparison.Ordinal);
        var browser = Cookie(signedIn, "__Host-notejam-browser=");
        Assert.Contains("samesite=lax; httponly", browser, StringComparison.Ordinal);

        async Task<Answer> PostAsync(string path, params (string, string)[] fields)
        {
            var typed = fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2));
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("csrf", page.Token), .. typed]);
            return await Answer.ReadAsync(await client.PostAsync(path, form, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Browsers_are_told_to_stay_with_HTTPS()
    {
        var page = await GetAsync("https");
        var told = string.Join(",", page.Message.Headers.GetValues("Strict-Transport-Security"));
        Assert.Equal("max-age=31536000; includeSubDomains", told);
    }

    static string Cookie(Answer answer, string name)
    {
        var cookie = answer.Message.Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith(name, StringComparison.Ordinal));
        Assert.Contains("path=/; secure;", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        return cookie;
    }

    async Task<Answer> GetAsync(string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signin/");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        return await Answer.ReadAsync(await app.Visitor().SendAsync(request));
    }

    /// <summary>The negative control: the same headers from a network that is not configured change nothing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/8")]
    public async Task Forwarded_headers_from_elsewhere_are_ignored(string proxies)
    {
        await using var direct = NotejamApp.Start(app.Connection, new() { ["Site:Proxies"] = proxies });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signin/");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await direct.Visitor().SendAsync(request);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }
}
