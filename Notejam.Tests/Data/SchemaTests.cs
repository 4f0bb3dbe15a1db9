using Microsoft.EntityFrameworkCore;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Data;

public sealed class SchemaTests(Postgres postgres, AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Outside_a_request_nobodys_notes_are_seen()
    {
        var person = await App.PersonAsync();
        await person.NoteAsync("Mine", pad: await person.PadAsync("Pad"));
        await using var db = Postgres.Context(App.Connection);
        Assert.Equal(0, await db.Notes.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await db.Pads.CountAsync(TestContext.Current.CancellationToken));
        Assert.True(await db.Notes.IgnoreQueryFilters().AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Not_even_SQL_by_hand_puts_a_note_into_somebody_elses_pad()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var (note, pad) = (await person.NoteAsync("Mine"), await other.PadAsync("Theirs"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            Postgres.ExecuteAsync(App.Connection, $"UPDATE notes SET pad_id = '{pad}' WHERE id = '{note}'"));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, refused.SqlState);
    }

    [Fact]
    public async Task Two_accounts_cannot_share_an_email()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE users
            SET normalized_email = (SELECT normalized_email FROM users WHERE email = '{other.Email}')
            WHERE email = '{person.Email}'
            """));
        Assert.Equal("ix_users_normalized_email", refused.ConstraintName);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
    }

    /// <summary>
    /// Counts are kept by triggers; whatever is done, and by how many at once, they are those of the rows.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Counts_equal_the_rows_after_anything(int seed)
    {
        var connection = await postgres.CreateDatabaseAsync();
        await Seed.UsersAsync(connection, 4);
        await Seed.PadsAsync(connection, 4);
        await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(worker => ChangeAsync(connection, new Random(seed * 100 + worker))));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, """
            WITH live AS (SELECT * FROM notes WHERE trashed_at IS NULL)
            SELECT (SELECT count(*) FROM users u WHERE note_count <> (SELECT count(*) FROM live WHERE owner_id = u.id))
                 + (SELECT count(*) FROM pads p WHERE note_count <> (SELECT count(*) FROM live WHERE pad_id = p.id))
                 + (SELECT count(*) FROM users u WHERE trash_count <> (
                    SELECT count(*) FROM notes WHERE owner_id = u.id AND trashed_at IS NOT NULL))
                 + (SELECT count(*) FROM live JOIN pads p ON p.id = pad_id WHERE p.trashed_at IS NOT NULL)
            """));
        Assert.True(await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM notes") > 0);
    }

    static async Task ChangeAsync(string connection, Random random)
    {
        const string pad = "(SELECT id FROM pads p WHERE p.owner_id = notes.owner_id ORDER BY random() LIMIT 1)";
        string[] changes =
        [
            """
            INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
            SELECT gen_random_uuid(), owner_id, id, 'n', 't', 't', now(), now()
            FROM pads, generate_series(1, 3) WHERE random() < 0.3
            """,
            """
            INSERT INTO notes (id, owner_id, name, text, excerpt, created_at, updated_at)
            SELECT gen_random_uuid(), id, 'n', 't', 't', now(), now() FROM users
            """,
            $"UPDATE notes SET pad_id = {pad} WHERE random() < 0.2",
            "UPDATE notes SET pad_id = NULL WHERE random() < 0.1",
            "UPDATE notes SET text = 'changed'",
            "UPDATE notes SET trashed_at = now() WHERE random() < 0.2",
            "UPDATE notes SET trashed_at = NULL WHERE random() < 0.5",
            """
            WITH gone AS (UPDATE pads SET trashed_at = now() WHERE id = (SELECT id FROM pads ORDER BY random() LIMIT 1)
                RETURNING id)
            UPDATE notes SET trashed_at = now() WHERE pad_id IN (SELECT id FROM gone)
            """,
            "UPDATE pads SET trashed_at = NULL WHERE random() < 0.5",
            "DELETE FROM notes WHERE random() < 0.2",
            "DELETE FROM pads WHERE id = (SELECT id FROM pads ORDER BY random() LIMIT 1)",
            "INSERT INTO pads (id, owner_id, name, created_at) SELECT gen_random_uuid(), id, 'pad', now() FROM users",
        ];
        for (var i = 0; i < 40; i++)
        {
            try
            {
                await Postgres.ExecuteAsync(connection, changes[random.Next(changes.Length)]);
            }
            catch (PostgresException clash) when (clash.SqlState
                is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation)
            {
                // Rolled back as a whole; the application tries again, or says that the pad is gone.
            }
        }
    }

    [Fact]
    public async Task The_application_runs_without_the_right_to_change_the_schema()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var role = "notejam_app_" + Environment.ProcessId;
        await Postgres.ExecuteAsync(connection, $"""
            CREATE ROLE {role} LOGIN PASSWORD 'least';
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}
            """);
        var least = new NpgsqlConnectionStringBuilder(connection)
        {
            Username = role,
            Password = "least",
        }.ConnectionString;
        await Assert.ThrowsAsync<PostgresException>(() =>
            Postgres.ExecuteAsync(least, "CREATE TABLE forbidden (id int)"));

        await using (var app = NotejamApp.Start(least))
        {
            var person = await app.PersonAsync();
            var (note, pad) = (await person.NoteAsync("Note"), await person.PadAsync("Pad"));
            await person.SubmitAsync($"/notes/{note}/edit/", ("pad", pad));
            Assert.Equal("Pad (1)", (await person.GetAsync($"/pads/{pad}/")).Heading);
            await person.SubmitAsync($"/pads/{pad}/delete/");
            Assert.Equal("/signin/", (await person.SignOutAsync()).Location);
        }
        await Postgres.ExecuteAsync(connection, $"DROP OWNED BY {role}; DROP ROLE {role}");
    }
}
