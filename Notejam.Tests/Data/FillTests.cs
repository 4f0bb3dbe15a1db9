using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Data;

/// <summary>What notes had before a migration is known after it, and the migration can be taken back.</summary>
public sealed class FillTests(Postgres postgres)
{
    [Fact]
    public async Task Names_and_links_that_are_there_already_are_found()
    {
        var cancel = TestContext.Current.CancellationToken;
        var connection = await postgres.CreateDatabaseAsync();
        await using var db = Postgres.Context(connection);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("IndexPins", cancel);
        await Seed.UsersAsync(connection, 1);
        // More than one batch.
        await Seed.NotesAsync(connection, 1_100, text: "'See [[Note 7|it]].'");
        await migrator.MigrateAsync(cancellationToken: cancel);
        const string named = "SELECT count(*) FROM note_search s JOIN notes n ON n.id = s.note_id WHERE name_key = n.name";
        Assert.Equal(1_100, await Postgres.ScalarAsync<long>(connection, named));
        const string linking =
            "SELECT count(*) FROM note_search WHERE words @@ link_query(right(owner_id::text, 4), 'NOTE 7')";
        Assert.Equal(1_100, await Postgres.ScalarAsync<long>(connection, linking));
    }
}
