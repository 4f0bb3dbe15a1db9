using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.History;

public sealed class ThinningTests(Postgres postgres)
{
    static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Of two notes with twenty versions an hour apart on some days.</summary>
    [Fact]
    public async Task All_of_ninety_days_stay_and_the_last_of_each_day_before()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using (var before = NotejamApp.Start(connection))
        {
            var person = await before.PersonAsync();
            await person.NoteAsync("Old", "The present text.");
            await person.NoteAsync("Older", "The present text.");
        }
        await Postgres.ExecuteAsync(connection, $"""
            INSERT INTO note_revisions (id, note_id, owner_id, number, name, text, words, written_at)
            SELECT gen_random_uuid(), n.id, n.owner_id, hour, n.name, 'Hour ' || hour, 2,
                timestamptz '{Now:yyyy-MM-dd}Z' - day * interval '1 day' + hour * interval '1 hour'
            FROM notes n, unnest(ARRAY[1, 89, 90, 91, 92, 400]) AS day, generate_series(1, 20) AS hour
            """);
        // What a conflict brought was never the note's: it does not stand for its day.
        await Postgres.ExecuteAsync(connection, """
            INSERT INTO note_revisions (id, note_id, owner_id, name, text, words, written_at)
            SELECT gen_random_uuid(), note_id, owner_id, name, 'Not saved', 2, written_at + interval '30 minutes'
            FROM note_revisions WHERE number = 20
            """);
        await using var app = NotejamApp.Start(
            connection, replace: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));
        await Until.TrueAsync(async () => await LeftAsync(connection, 400) == 2);
        await Until.TrueAsync(async () => await LeftAsync(connection, 91) == 2);
        Assert.Equal(42, await LeftAsync(connection, 1));
        Assert.Equal(42, await LeftAsync(connection, 90));
        Assert.Equal(2, await LeftAsync(connection, 91));
        Assert.Equal(2, await LeftAsync(connection, 92));
        Assert.Equal("Hour 20", await Postgres.ScalarAsync<string>(
            connection, "SELECT string_agg(DISTINCT text, ', ') FROM note_revisions WHERE written_at < '2026-08-31Z'"));
    }

    static Task<long> LeftAsync(string connection, int day) => Postgres.ScalarAsync<long>(connection, $"""
        SELECT count(*) FROM note_revisions
        WHERE date_trunc('day', written_at, 'UTC') = timestamptz '{Now:yyyy-MM-dd}Z' - interval '{day} days'
        """);
}
