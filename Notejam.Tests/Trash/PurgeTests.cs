using Notejam.Tests.Hosting;
using Notejam.Web.Trash;

namespace Notejam.Tests.Trash;

public sealed class PurgeTests(Postgres postgres)
{
    [Fact]
    public async Task After_thirty_days_and_not_before_it_is_gone_for_good()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = NotejamApp.Start(connection);
        var person = await app.PersonAsync();
        var pad = await person.PadAsync("Boats");
        await person.NoteAsync("In a pad", pad: pad);
        var note = await person.NoteAsync("Alone", "First.");
        await person.NoteAsync("Kept");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Second."));
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/pads/{pad}/delete/");

        app.Clock.Ahead = TimeSpan.FromDays(30) - TimeSpan.FromMinutes(5);
        await PurgeAsync(app);
        Assert.Equal(
            "Alone,In a pad,Kept", await Postgres.ScalarAsync<string>(
                connection, "SELECT string_agg(name, ',' ORDER BY name) FROM notes"));
        app.Clock.Ahead = TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1);
        await PurgeAsync(app);
        Assert.Equal(
            "Kept", await Postgres.ScalarAsync<string>(connection, "SELECT string_agg(name, ',') FROM notes"));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM pads"));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM note_revisions"));
        Assert.Equal(0, await Postgres.ScalarAsync<int>(connection, "SELECT trash_count FROM users"));
    }

    [Fact]
    public async Task It_is_done_at_the_start_and_in_batches()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await Seed.UsersAsync(connection, 2);
        await Seed.NotesAsync(connection, 1_250);
        await Postgres.ExecuteAsync(
            connection, "UPDATE notes SET trashed_at = now() - interval '31 days' WHERE updated_at < now() - interval '1 hour'");
        await using var app = NotejamApp.Start(connection);
        await Until.TrueAsync(async () =>
            await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM notes") is > 100 and < 130);
    }

    /// <summary>Two replicas do it one at a time: who does not get the lock leaves it to the other.</summary>
    [Fact]
    public async Task While_another_does_it_nothing_is_done()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var app = NotejamApp.Start(connection);
        await Seed.UsersAsync(connection, 1);
        await Seed.NotesAsync(connection, 10);
        await Postgres.ExecuteAsync(connection, "UPDATE notes SET trashed_at = now() - interval '31 days'");
        await using (var other = new Npgsql.NpgsqlConnection(connection))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var held = new Npgsql.NpgsqlCommand("SELECT pg_advisory_xact_lock(7031003)", other, transaction);
            await held.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await PurgeAsync(app);
            Assert.Equal(10, await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM notes"));
        }
        await PurgeAsync(app);
        Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM notes"));
    }

    static Task PurgeAsync(NotejamApp app) =>
        app.Hosted<TrashPurge>().DeleteAsync(TestContext.Current.CancellationToken);
}
