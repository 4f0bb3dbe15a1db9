using System.Net;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Http;

/// <summary>
/// More people than can be served: a locked table keeps those who are let in waiting for as long as the test likes.
/// </summary>
public sealed class OverloadTests(Postgres postgres) : IAsyncLifetime
{
    const int Connections = 4;
    NotejamApp app = null!;

    /// <summary>No network has more than half of the places: they take all.</summary>
    readonly List<Person> others = [];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.CreateDatabaseAsync();
        app = NotejamApp.Start($"{connection};Maximum Pool Size={Connections};Command Timeout=60");
        for (var i = 0; i < Connections; i++) others.Add(await app.PersonAsync());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Who_cannot_be_served_is_told_at_once_and_before_anything_is_asked_of_the_database()
    {
        var person = await app.PersonAsync();
        await using var locked = await LockSessionsAsync();
        var inside = await FillAsync(locked);
        var asked = app.Sql.All.Count;

        var refused = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => person.GetAsync("/")));

        Assert.All(refused, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a.Status));
        Assert.All(refused, a => Assert.Equal("Back in a moment.", a.Heading));
        Assert.All(refused, a => Assert.NotNull(a.Message.Headers.RetryAfter));
        Assert.All(refused, a => Assert.InRange(a.Body.Length, 1, 1000));
        Assert.DoesNotContain(app.Sql.All.Skip(asked), s => s.Text.Contains("sessions", StringComparison.Ordinal));
        Assert.Equal(0, inside.Count(i => i.IsCompleted));
        await locked.CloseAsync();
        Assert.All(await Task.WhenAll(inside), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/")).Status);
    }

    [Fact]
    public async Task What_was_typed_comes_back_with_the_refusal()
    {
        var person = await app.PersonAsync();
        var form = await person.GetAsync("/notes/create/");
        await using var locked = await LockSessionsAsync();
        var inside = await FillAsync(locked);

        var refused = await person.SubmitAsync(form, ("name", "Kept"), ("text", "Typed in the crowd"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("Typed in the crowd", refused.Body, StringComparison.Ordinal);
        await locked.CloseAsync();
        await Task.WhenAll(inside);
    }

    [Fact]
    public async Task Files_probes_and_metrics_are_never_turned_away()
    {
        var person = await app.PersonAsync();
        await using var locked = await LockSessionsAsync();
        var inside = await FillAsync(locked);

        foreach (var file in new[] { "/notejam.css", "/logo.svg" })
        {
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(file)).Status);
        }
        using var probe = new HttpClient { BaseAddress = app.Management };
        Assert.Equal("alive\n", await probe.GetStringAsync("/alive", Cancel));
        var metrics = await probe.GetStringAsync("/metrics", Cancel);
        Assert.Contains("notejam_requests_shed_total", metrics, StringComparison.Ordinal);
        await locked.CloseAsync();
        await Task.WhenAll(inside);
    }

    /// <summary>A person's list may wait behind nobody's sign-in.</summary>
    [Fact]
    public async Task Forms_of_strangers_take_no_places_of_those_who_are_in()
    {
        var person = await app.PersonAsync();
        var visitor = app.Visitor();
        var form = await visitor.GetAsync("/signup/");
        await using var locked = await LockSessionsAsync();
        var inside = await FillAsync(locked);

        var answer = await visitor.SubmitAsync(form, ("email", "nonsense"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        await locked.CloseAsync();
        await Task.WhenAll(inside);
    }

    [Fact]
    public async Task A_crowd_at_one_address_leaves_places_to_others()
    {
        var crowd = await app.PersonAsync();
        await using var locked = await LockSessionsAsync();
        var inside = Enumerable.Range(0, Connections / 2).Select(_ => crowd.GetAsync("/")).ToList();
        await UntilWaitingAsync(locked, Connections / 2);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await crowd.GetAsync("/")).Status);
        inside.AddRange(others.Take(Connections / 2).Select(o => o.GetAsync("/")));
        await UntilWaitingAsync(locked, Connections);

        await locked.CloseAsync();
        Assert.All(await Task.WhenAll(inside), a => Assert.Equal(HttpStatusCode.OK, a.Status));
    }

    async Task<List<Task<Answer>>> FillAsync(NpgsqlConnection locked)
    {
        var inside = others.Select(o => o.GetAsync("/")).ToList();
        await UntilWaitingAsync(locked, Connections);
        return inside;
    }

    /// <summary>Sessions are read first of all.</summary>
    Task<NpgsqlConnection> LockSessionsAsync() => Postgres.LockAsync(app.Connection, "sessions");

    static Task UntilWaitingAsync(NpgsqlConnection connection, int count) => Until.TrueAsync(async () =>
    {
        await using var waiting = new NpgsqlCommand(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'sessions'::regclass", connection);
        return (long)(await waiting.ExecuteScalarAsync(Cancel))! == count;
    });
}
