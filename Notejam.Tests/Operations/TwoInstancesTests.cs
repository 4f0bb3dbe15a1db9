using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

public sealed class TwoInstancesTests(Postgres postgres)
{
    [Fact]
    public async Task Two_hundred_alternating_requests_lose_neither_sign_in_nor_form_token()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var first = NotejamApp.Start(connection);
        await using var second = NotejamApp.Start(connection);
        using var person = new Person([first.Address, second.Address]);
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        for (var i = 0; person.Requests < 200; i++)
        {
            await person.NoteAsync($"Note {i}");
            var home = await person.GetAsync("/");
            Assert.Equal((HttpStatusCode.OK, $"All notes ({i + 1})"), (home.Status, home.Heading));
        }
        Assert.Equal("/signin/", (await person.SignOutAsync()).Location);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
        Assert.Equal("/signin/", (await person.GetAsync("/")).Location);
    }
}
