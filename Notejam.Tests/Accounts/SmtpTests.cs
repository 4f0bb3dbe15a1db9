using MailKit.Security;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts.Mail;

namespace Notejam.Tests.Accounts;

/// <summary>How mail is handed to a server, whatever kind of server that is.</summary>
public sealed class SmtpTests(Postgres postgres) : IDisposable
{
    readonly MailServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task With_a_server_configured_the_mail_goes_there()
    {
        await using var app = await StartAsync();
        var person = await ForgetfulAsync(app);
        var mail = await server.NextAsync();
        Assert.Equal("<notes@example.org>", mail.From.Split(' ')[0]);
        Assert.Equal($"<{person.Email}>", mail.To);
        // In one line, as a person can copy it from any program.
        Assert.Matches($"\n{NotejamApp.PublicUrl}/forgot-password/[0-9a-f-]{{36}}/[A-Za-z0-9_-]{{100,}}/\n", mail.Text);
        Assert.False(Directory.Exists(Path.Combine(app.DataFolder, "mail")));
    }

    [Fact]
    public async Task A_mail_says_when_it_was_written_by_whom_and_has_an_id_of_this_site()
    {
        await using var app = await StartAsync(("Site:PublicUrl", "http://notes.example.org"));
        await ForgetfulAsync(app);
        var mail = await server.NextAsync();
        Assert.Matches("^<[0-9a-f-]{36}@notes.example.org>$", mail.Header("Message-Id"));
        Assert.Equal("Notejam <notes@example.org>", mail.Header("From"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        var written = DateTimeOffset.Parse(mail.Header("Date"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(written, app.Clock.GetUtcNow().AddMinutes(-2), app.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task It_signs_in_by_the_mechanism_that_the_server_offers(string mechanism)
    {
        server.Offers = [$"AUTH {mechanism}"];
        await using var app = await StartAsync(("Smtp:User", "notejam"), ("Smtp:Password", "right"));
        await ForgetfulAsync(app);
        Assert.Equal("notejam", (await server.NextAsync()).User);
    }

    [Fact]
    public async Task Words_of_another_alphabet_before_the_at_sign_go_by_SMTPUTF8()
    {
        server.Offers = ["8BITMIME", "SMTPUTF8"];
        await using var app = await StartAsync();
        await ForgetfulAsync(app, "jürgen.groß@example.org");
        var mail = await server.NextAsync();
        Assert.Equal("<jürgen.groß@example.org>", mail.To);
        Assert.Contains("SMTPUTF8", mail.From, StringComparison.Ordinal);
        Assert.Contains("To: jürgen.groß@example.org", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_SMTPUTF8_is_not_given_what_it_cannot_read_and_the_next_mail_goes()
    {
        await using var app = await StartAsync();
        await ForgetfulAsync(app, "jürgen.groß@example.org");
        var next = await ForgetfulAsync(app);
        Assert.Equal($"<{next.Email}>", (await server.NextAsync()).To);
        Assert.DoesNotContain(server.Commands, c => c.Contains("rgen", StringComparison.Ordinal));
        await Until.TrueAsync(() => app.Log.All.Any(l => l.Text.Contains("SMTPUTF8", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_host_of_another_alphabet_is_written_as_DNS_knows_it()
    {
        await using var app = await StartAsync();
        await ForgetfulAsync(app, "mira@bücher.example");
        Assert.Equal("<mira@xn--bcher-kva.example>", (await server.NextAsync()).To);
    }

    [Fact]
    public async Task Where_TLS_is_asked_for_nothing_is_said_in_the_clear()
    {
        server.Offers = ["AUTH PLAIN"];
        await using var app = await StartAsync(
            ("Smtp:Tls", "true"), ("Smtp:User", "notejam"), ("Smtp:Password", "right"));
        await ForgetfulAsync(app);
        await Until.TrueAsync(() => app.Log.All.Any(l => l.Text.Contains("STARTTLS", StringComparison.Ordinal)));
        Assert.All(server.Commands, c => Assert.Matches("^(EHLO|QUIT)", c));
    }

    [Theory]
    [InlineData(465, true, SecureSocketOptions.SslOnConnect)]
    [InlineData(587, true, SecureSocketOptions.StartTls)]
    [InlineData(2525, true, SecureSocketOptions.StartTls)]
    [InlineData(25, false, SecureSocketOptions.None)]
    public void Port_465_is_TLS_from_the_first_byte_and_every_other_needs_STARTTLS(
        int port, bool tls, SecureSocketOptions expected) =>
        Assert.Equal(expected, new SmtpSettings { Port = port, Tls = tls }.Security);

    async Task<NotejamApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = server.Settings;
        foreach (var (key, value) in settings) all[key] = value;
        return NotejamApp.Start(await postgres.CreateDatabaseAsync(), all);
    }

    /// <summary>Somebody who has signed up, and asks for a link.</summary>
    static async Task<Person> ForgetfulAsync(NotejamApp app, string? email = null)
    {
        var person = app.Visitor();
        await person.SignUpAsync(email ?? Person.NewEmail());
        await person.SubmitAsync("/forgot-password/", ("email", person.Email));
        return person;
    }
}
