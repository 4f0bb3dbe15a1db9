using System.Net;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts.Mail;

namespace Notejam.Tests.Accounts;

/// <summary>What becomes of a mail that somebody asked for, whatever happens to the mail server and to us.</summary>
public sealed class OutboxTests(Postgres postgres) : IDisposable
{
    readonly MailServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task A_server_that_is_away_gets_the_mail_when_it_is_back()
    {
        var (settings, port) = (server.Settings, server.Port);
        server.Dispose();
        await using var app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), settings);
        var person = await ForgetfulAsync(app);
        await Until.TrueAsync(() =>
            app.Log.All.Any(l => l.Text.Contains("ConnectionRefused", StringComparison.Ordinal)));
        using var back = new MailServer(port);
        Assert.Equal($"<{person.Email}>", (await back.NextAsync()).To);
    }

    [Theory]
    [InlineData("RCPT", "450 4.2.0 {0} is greylisted")]
    [InlineData("MAIL", "451 4.3.2 not now")]
    [InlineData(".", "452 4.3.1 no room")]
    public async Task What_a_server_refuses_for_now_is_sent_later(string command, string answer)
    {
        var refusals = 0;
        server.Instead = c => Task.FromResult(
            c.StartsWith(command, StringComparison.Ordinal) && refusals++ < 2 ? answer : null);
        await using var app = await StartAsync();
        var person = await ForgetfulAsync(app);
        Assert.Equal($"<{person.Email}>", (await server.NextAsync()).To);
        Assert.Equal(3, refusals);
    }

    [Fact]
    public async Task A_restart_loses_no_mail_that_waits()
    {
        var connection = await postgres.CreateDatabaseAsync();
        server.Instead = c => Task.FromResult(c.StartsWith("RCPT", StringComparison.Ordinal) ? "450 not now" : null);
        Person person;
        await using (var first = NotejamApp.Start(connection, server.Settings))
        {
            person = await ForgetfulAsync(first);
            await Until.TrueAsync(() => server.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        }
        server.Refuses = false;
        await using var second = NotejamApp.Start(connection, server.Settings);
        Assert.Equal($"<{person.Email}>", (await server.NextAsync()).To);
    }

    [Fact]
    public async Task
        Forty_requests_for_one_account_on_two_instances_send_at_most_three_mails_and_an_hour_later_it_may_ask_again()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var first = NotejamApp.Start(connection, server.Settings);
        await using var second = NotejamApp.Start(connection, server.Settings);
        var victim = first.Visitor();
        await victim.SignUpAsync(Person.NewEmail());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using var attacker = (i % 2 == 0 ? first : second).Visitor();
            for (var time = 0; time < 10; time++)
            {
                var answer = await AskAsync(attacker, victim.Email);
                Assert.Equal((HttpStatusCode.SeeOther, "/signin/"), (answer.Status, answer.Location));
            }
        }));
        var other = await ForgetfulAsync(second);
        await Until.TrueAsync(() => server.Received.Any(m => m.To == $"<{other.Email}>"));
        Assert.InRange(server.Received.Count(m => m.To == $"<{victim.Email}>"), 1, 3);

        var before = server.Received.Count;
        first.Clock.Ahead = second.Clock.Ahead = TimeSpan.FromMinutes(61);
        await AskAsync(victim, victim.Email);
        await Until.TrueAsync(() => server.Received.Count == before + 1);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_server_that_stalls_and_the_next_instance_sends_the_mail()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var stall = new TaskCompletionSource<string?>();
        server.Instead = c =>
            c.StartsWith("RCPT", StringComparison.Ordinal) ? stall.Task : Task.FromResult<string?>(null);
        Person person;
        await using (var first = NotejamApp.Start(connection, server.Settings))
        {
            person = await ForgetfulAsync(first);
            await Until.TrueAsync(() => server.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        }
        Assert.Equal("waits", await Postgres.ScalarAsync<string>(connection, """
            SELECT CASE WHEN finished_at IS NULL AND sending_since IS NULL THEN 'waits' ELSE 'lost' END FROM outbox
            """));
        server.Refuses = false;
        await using var second = NotejamApp.Start(connection, server.Settings);
        Assert.Equal($"<{person.Email}>", (await server.NextAsync()).To);
    }

    [Fact]
    public async Task A_mail_whose_end_the_server_did_not_answer_is_not_sent_twice_and_the_next_one_goes()
    {
        server.Instead = c => Task.FromResult(c == "." && server.Received.Count == 0 ? "" : null);
        await using var app = await StartAsync();
        var unlucky = await ForgetfulAsync(app);
        await Until.TrueAsync(async () => await ResultsAsync(app) == "Unknown");
        server.Refuses = false;
        await ForgetfulAsync(app);
        await server.NextAsync();
        Assert.Equal("Sent Unknown", await ResultsAsync(app));
        Assert.Single(server.Commands, c => c == $"RCPT TO:<{unlucky.Email}>");
    }

    [Fact]
    public async Task After_an_hour_a_mail_is_given_up()
    {
        server.Instead = c => Task.FromResult(c.StartsWith("RCPT", StringComparison.Ordinal) ? "450 not now" : null);
        await using var app = await StartAsync();
        await ForgetfulAsync(app);
        await Until.TrueAsync(() => server.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        app.Clock.Ahead = TimeSpan.FromMinutes(61);
        await Until.TrueAsync(async () => await ResultsAsync(app) == "Failed");
        const string late = "could not be sent within an hour";
        Assert.Contains(app.Log.All, l => l.Text.Contains(late, StringComparison.Ordinal));
        // And an hour later nothing is left of it.
        app.Clock.Ahead = TimeSpan.FromMinutes(122);
        await Until.TrueAsync(async () => await ResultsAsync(app) == "");
    }

    [Fact]
    public void The_tries_of_a_mail_have_growing_pauses_and_take_about_an_hour()
    {
        var pauses = Enumerable.Range(1, OutboxMail.MostTries - 1).Select(OutboxMail.Pause).ToList();
        Assert.Equal(pauses.Order(), pauses);
        Assert.InRange(pauses.Sum(p => p.TotalMinutes), 50, 60);
    }

    /// <summary>How long it takes must not tell whether there is an account.</summary>
    [Fact]
    public async Task A_request_does_the_same_in_the_database_for_an_address_with_and_without_an_account()
    {
        await using var app = await StartAsync();
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        for (var time = 0; time < 5; time++)
        {
            var known = await StatementsAsync(app, person, person.Email);
            var unknown = await StatementsAsync(app, person, "nobody@example.org");
            Assert.Equal(known, unknown);
            Assert.Equal(time < 3, known.Any(s => s.StartsWith("INSERT INTO outbox", StringComparison.Ordinal)));
        }
        await Until.TrueAsync(async () => await ResultsAsync(app) == "Nobody Nobody Nobody Sent Sent Sent");
    }

    [Fact]
    public async Task When_five_thousand_wait_the_answer_is_that_it_cannot_be_done_now()
    {
        await using var app = await StartAsync();
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await InsertAsync(app, Outbox.MostWaiting, person.Email, "NULL, NULL");
        var other = app.Visitor();
        await other.SignUpAsync(Person.NewEmail());
        foreach (var email in new[] { other.Email, "nobody@example.org" })
        {
            var answer = await AskAsync(app.Visitor(), email);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Back in a moment."), (answer.Status, answer.Heading));
        }
    }

    [Fact]
    public async Task Of_addresses_without_an_account_the_newest_ten_thousand_requests_are_remembered_for_an_hour()
    {
        await using var app = await StartAsync();
        await InsertAsync(app, OutboxCleanup.MostOfNobody + 10, "nobody@example.org", "now(), 'Nobody'");
        await ForgetfulAsync(app);
        await server.NextAsync();
        var kept = await Postgres.ScalarAsync<long>(
            app.Connection, "SELECT count(*) FROM outbox WHERE result = 'Nobody'");
        Assert.Equal(OutboxCleanup.MostOfNobody, kept);
        app.Clock.Ahead = TimeSpan.FromMinutes(61);
        await Until.TrueAsync(async () => await ResultsAsync(app) == "");
    }

    static Task InsertAsync(NotejamApp app, int count, string email, string end) =>
        Postgres.ExecuteAsync(app.Connection, $"""
            INSERT INTO outbox (id, address, asked_at, due_at, tries, finished_at, result)
            SELECT gen_random_uuid(), upper('{email}'), now(), now() + interval '1 hour', 0, {end}
            FROM generate_series(1, {count}) AS i
            """);

    /// <summary>What became of all mails; nothing as long as one waits.</summary>
    static Task<string> ResultsAsync(NotejamApp app) => Postgres.ScalarAsync<string>(app.Connection, """
        SELECT coalesce(string_agg(result, ' ' ORDER BY result), '') FROM outbox
        HAVING coalesce(bool_and(result IS NOT NULL), true)
        UNION ALL SELECT 'waiting' LIMIT 1
        """);

    /// <summary>Whether an instance has the turn.</summary>
    static Task<bool> WorksAsync(NotejamApp app) => Postgres.ScalarAsync<bool>(app.Connection, """
        SELECT EXISTS (
            SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
            WHERE locktype = 'advisory' AND datname = current_database())
        """);

    /// <summary>Of one request, up to what it leaves behind.</summary>
    static async Task<List<string>> StatementsAsync(NotejamApp app, Person person, string email)
    {
        var form = await person.GetAsync("/forgot-password/");
        await Until.TrueAsync(async () => await ResultsAsync(app) != "waiting" && !await WorksAsync(app));
        var all = await app.Sql.DuringAsync(() => person.SubmitAsync(form, ("email", email)));
        var own = all.Select(s => s.Text).Where(IsOwn).ToList();
        var insert = own.FindIndex(s => s.StartsWith("INSERT INTO outbox", StringComparison.Ordinal));
        return insert < 0 ? own : own[..(insert + 1)];

        static bool IsOwn(string statement) =>
            statement.Contains("outbox", StringComparison.Ordinal)
            || statement.Contains("users", StringComparison.Ordinal);
    }

    async Task<NotejamApp> StartAsync() => NotejamApp.Start(await postgres.CreateDatabaseAsync(), server.Settings);

    static Task<Answer> AskAsync(Person person, string email) =>
        person.SubmitAsync("/forgot-password/", ("email", email));

    static async Task<Person> ForgetfulAsync(NotejamApp app)
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await AskAsync(person, person.Email);
        return person;
    }
}
