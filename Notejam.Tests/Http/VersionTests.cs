using System.Reflection;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

public sealed class VersionTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Anybody_may_ask_which_build_answers_and_nobody_keeps_the_answer()
    {
        var answer = await fixture.App.Visitor().GetAsync("/version");
        var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        Assert.Equal(version.InformationalVersion + "\n", answer.Body);
        Assert.Equal("text/plain", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Message.Headers.CacheControl?.NoStore);
    }
}
