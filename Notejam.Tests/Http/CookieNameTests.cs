using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

public sealed class CookieNameTests(Postgres postgres)
{
    [Fact]
    public async Task Two_instances_on_the_ports_of_one_host_leave_each_other_signed_in()
    {
        await using var first = await StartAsync(5000);
        await using var second = await StartAsync(5001);
        using var person = new Person(first.Address);
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        using var there = person.Copy(second.Address);
        Assert.Equal("/signin/", (await there.GetAsync("/")).Location);
        await there.SignUpAsync(Person.NewEmail());
        await there.SignInAsync();

        using var both = there.Copy(first.Address);
        Assert.Equal((HttpStatusCode.OK, "Account: " + person.Email), Who(await both.GetAsync("/")));
        using var back = there.Copy(second.Address);
        Assert.Equal((HttpStatusCode.OK, "Account: " + there.Email), Who(await back.GetAsync("/")));
    }

    static (HttpStatusCode, string?) Who(Answer page) =>
        (page.Status, page.Document.QuerySelector(".user .more")?.TextContent);

    async Task<NotejamApp> StartAsync(int port)
    {
        var connection = await postgres.CreateDatabaseAsync();
        return NotejamApp.Start(connection, new() { ["Site:PublicUrl"] = $"http://127.0.0.1:{port}" });
    }
}
