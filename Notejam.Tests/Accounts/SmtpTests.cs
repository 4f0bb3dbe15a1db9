using Microsoft.Extensions.Logging;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Accounts;

public sealed class SmtpTests(Postgres postgres)
{
    [Fact]
    public async Task With_a_server_configured_the_mail_goes_there()
    {
        using var server = new MailServer();
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), server.Settings);
        var person = await SignUpAndForgetAsync(app);
        var mail = await server.NextAsync();
        Assert.Contains("MAIL FROM:<notes@example.org>", mail, StringComparison.Ordinal);
        Assert.Contains($"RCPT TO:<{person.Email}>", mail, StringComparison.Ordinal);
        Assert.Contains($"{app.Address}forgot-password/", mail, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(app.DataFolder, "mail")));
    }

    [Fact]
    public async Task A_server_that_is_away_costs_one_mail_and_not_the_next()
    {
        var server = new MailServer();
        var (settings, port) = (server.Settings, server.Port);
        server.Dispose();
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), settings);
        await SignUpAndForgetAsync(app);
        while (!app.Log.All.Any(l => l.Level == LogLevel.Error && l.Text.Contains("could not be sent", StringComparison.Ordinal)))
            await Task.Delay(20, TestContext.Current.CancellationToken);

        using var back = new MailServer(port);
        var person = await SignUpAndForgetAsync(app);
        Assert.Contains(person.Email, await back.NextAsync(), StringComparison.Ordinal);
    }

    static async Task<Person> SignUpAndForgetAsync(NotejamApp app)
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SubmitAsync("/forgot-password/", ("email", person.Email));
        return person;
    }
}
