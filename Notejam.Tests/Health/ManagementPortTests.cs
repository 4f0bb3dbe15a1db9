using System.Net;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Health;

public sealed class ManagementPortTests(AppFixture fixture, Postgres postgres) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("/alive", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.NotFound)]
    [InlineData("/signin/", HttpStatusCode.NotFound)]
    public async Task It_answers_the_probes_and_nothing_else(string path, HttpStatusCode status)
    {
        using var probe = new HttpClient { BaseAddress = fixture.App.Management };
        using var answer = await probe.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task The_public_port_does_not_answer_them_whatever_the_Host_header_says(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = fixture.App.Management.Authority;
        using var answer = await fixture.App.Visitor().SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task It_is_not_ready_on_a_schema_that_lacks_a_migration_but_alive()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await Postgres.ExecuteAsync(
            connection, """DELETE FROM "__EFMigrationsHistory" WHERE migration_id LIKE '%CountNotes'""");
        await using var app = NotejamApp.StartProduction(connection);
        using var probe = new HttpClient { BaseAddress = app.Management };
        using var health = await probe.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var body = Regex.Unescape(await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("CountNotes: run 'Notejam.Web migrate'", body, StringComparison.Ordinal);
        Assert.Equal("alive\n", await probe.GetStringAsync("/alive", TestContext.Current.CancellationToken));
    }
}
