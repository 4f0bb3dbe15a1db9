using System.Net;
using System.Net.Sockets;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;
using Npgsql;

namespace Notejam.Tests.Accounts;

public sealed class HashingTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_flood_of_sign_ins_queues_and_beyond_that_is_told_to_come_back()
    {
        const int crowd = 60;
        var people = Enumerable.Range(0, crowd).Select(_ => fixture.App.Visitor()).ToList();
        var forms = await Task.WhenAll(people.Select(p => p.GetAsync("/signin/")));
        var answers = await Task.WhenAll(people.Zip(forms, (person, form) =>
            person.SubmitAsync(form, ("email", Person.NewEmail()), ("password", "wrong-password"))));
        var refused = answers.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, a => Assert.Equal("30", a.Message.Headers.RetryAfter?.ToString()));
        var answered = answers.Where(a => a.Status == HttpStatusCode.UnprocessableEntity).ToList();
        Assert.NotEmpty(answered);
        Assert.Equal(crowd, refused.Count + answered.Count);
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_holds_nobody_up()
    {
        var person = fixture.App.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var slow = Enumerable.Range(0, 30).Select(_ => new TcpClient()).ToList();
        foreach (var connection in slow)
        {
            await connection.ConnectAsync(IPAddress.Loopback, fixture.App.Address.Port, TestContext.Current.CancellationToken);
            await connection.GetStream().WriteAsync("POST /signin/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ncsrf="u8.ToArray(), TestContext.Current.CancellationToken);
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
        slow.ForEach(s => s.Dispose());
    }

    /// <summary>As many sign-ins as there are places wait for the database, each at a session that cannot be stored.</summary>
    [Fact]
    public async Task Who_waits_for_the_database_holds_no_place()
    {
        var people = new List<Person>();
        for (var i = 0; i < HashingQueue.CoresToSpare; i++) people.Add(fixture.App.Visitor());
        foreach (var person in people) await person.SignUpAsync(Person.NewEmail());
        await using (await Postgres.LockAsync(fixture.App.Connection, "sessions"))
        {
            var waiting = people.Select(p => p.SignInAsync()).ToList();
            await Until.TrueAsync(async () => await Postgres.ScalarAsync<long>(fixture.App.Connection,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == people.Count);
            var wrong = await fixture.App.Visitor().SubmitAsync("/signin/", ("email", "unknown@example.org"), ("password", "wrong-password"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
            Assert.DoesNotContain(waiting, w => w.IsCompleted);
        }
    }
}
