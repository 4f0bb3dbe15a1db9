using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

public sealed class DrainTests(Postgres postgres)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;
    [Fact]
    public async Task After_SIGTERM_it_is_not_ready_but_serves_on_then_exits_with_0()
    {
        await using var app = await NotejamProcess.StartAsync(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = await postgres.CreateDatabaseAsync(),
            ["Site__PublicUrl"] = "http://notes.example.org",
            ["Smtp__Host"] = "127.0.0.1",
        });
        using var probe = new HttpClient { BaseAddress = app.Management };
        using var client = new HttpClient { BaseAddress = app.Address };
        using var before = await client.GetAsync("/signin/", Cancel);
        Assert.NotEqual(true, before.Headers.ConnectionClose);

        app.Terminate();
        HttpResponseMessage health;
        do health = await probe.GetAsync("/health", Cancel);
        while (health.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("draining", await health.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("alive\n", await probe.GetStringAsync("/alive", Cancel));
        using var page = await client.GetAsync("/signin/", Cancel);
        Assert.Equal((HttpStatusCode.OK, true), (page.StatusCode, page.Headers.ConnectionClose));
        Assert.Equal(0, await app.ExitAsync());
    }
}
