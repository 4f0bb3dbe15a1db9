using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

/// <summary>What one network may ask of everybody's accounts together.</summary>
public sealed class NetworkLimitTests(Postgres postgres) : IAsyncLifetime
{
    NotejamApp app = null!;

    public async ValueTask InitializeAsync() => app = NotejamApp.Start(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Sign_ups_and_requests_for_links_have_limits_of_a_network()
    {
        var stranger = app.Visitor();
        var form = await stranger.GetAsync("/forgot-password/");
        var asked = 0;
        while (await AskAsync($"nobody{asked}@example.org") == HttpStatusCode.SeeOther) asked++;
        Assert.InRange(asked, 60, 70);
        var limited = await stranger.SubmitAsync(form, ("email", "nobody@example.org"));
        Assert.Equal((HttpStatusCode)429, limited.Status);
        Assert.Equal("nobody@example.org", limited.Document.GetElementById("email")!.GetAttribute("value"));

        var weak = await stranger.GetAsync("/signup/");
        var tried = 0;
        while ((await SignUpAsync(tried)).Status == HttpStatusCode.UnprocessableEntity) tried++;
        Assert.InRange(tried, 60, 70);
        Assert.Contains("Too many tries.", (await SignUpAsync(0)).Error("email"), StringComparison.Ordinal);

        async Task<HttpStatusCode> AskAsync(string email) =>
            (await stranger.SubmitAsync(form, ("email", email))).Status;

        Task<Answer> SignUpAsync(int number) => stranger.SubmitAsync(weak,
            ("email", $"nobody{number}@example.org"), ("password", "password"), ("confirm_password", "password"));
    }
}
