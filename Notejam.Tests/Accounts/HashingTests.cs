using System.Net;
using System.Net.Sockets;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class HashingTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_flood_of_sign_ins_queues_and_beyond_that_is_told_to_come_back()
    {
        var person = fixture.App.Visitor();
        var form = await person.GetAsync("/signin/");
        const int crowd = 60;
        var answers = await Task.WhenAll(Enumerable.Range(0, crowd).Select(_ => person.SubmitAsync(form, ("email", "unknown@example.org"), ("password", "wrong-password"))));
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
}
