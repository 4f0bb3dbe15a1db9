using System.IO.Compression;
using System.Text.Json;
using Notejam.Backup.Backups;
using Notejam.ServiceDefaults;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>One person's notes out of a backup of everybody's.</summary>
public sealed class UserArchiveTests(Postgres postgres)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Whatever people write, and however alike they name it; a failing seed is repeated by its number.
    /// </summary>
    [Fact]
    public async Task Holds_exactly_the_notes_of_the_person_and_never_another_ones()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var connection = await postgres.CreateDatabaseAsync();
            var notes = new RandomNotes(seed);
            await notes.WriteAsync(connection);
            foreach (var (id, email) in notes.People)
            {
                using var archive = new MemoryStream();
                await using var database = await new PostgresDatabase(connection).OpenAsync(Cancel);
                Assert.Equal(id, await UserArchive.FindAsync(database, email, Cancel));
                await new UserArchive(database, id).WriteAsync(archive, Cancel);
                await AssertHoldsAsync(archive, notes, id, $"seed {seed}");
            }
        }
    }

    [Fact]
    public async Task Comes_from_the_backup_and_leaves_the_database_as_it_is()
    {
        var connection = await postgres.CreateDatabaseAsync();
        using var site = new BackupSite(connection);
        var notes = new RandomNotes(seed: 11);
        await notes.WriteAsync(connection);
        var backup = await site.TakeAsync();
        await Postgres.ExecuteAsync(connection, "DELETE FROM notes; DELETE FROM pads");
        var before = await ContentAsync(site);

        var (id, email) = notes.People[0];
        var output = Path.Combine(Path.GetDirectoryName(site.Folder)!, "notes.zip");
        var restored = await site.RestoreUserAsync(backup, $" {email.ToUpperInvariant()}", output);
        Assert.Equal(notes.Notes.Count(n => n.Owner == id), restored);
        await using (var archive = File.OpenRead(output)) await AssertHoldsAsync(archive, notes, id, "");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(output));
        }
        Assert.Empty(TableContent.Differences(before, await ContentAsync(site)));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(connection, $"""
            SELECT count(*) FROM pg_database
            WHERE datname LIKE 'notejam_scratch_%_of_{backup.Manifest.TakenAt:yyyyMMddHHmmssfff}'
            """));

        var refused = await Assert.ThrowsAsync<ConfigurationException>(() =>
            site.RestoreUserAsync(backup, email, output));
        Assert.Equal($"{output} is there already. Choose another --output.", refused.Message);
        var unknown = await Assert.ThrowsAsync<ConfigurationException>(() =>
            site.RestoreUserAsync(backup, "nobody@example.org", output + "2"));
        var told = $"The backup {backup.Name} has no user with this address.";
        Assert.StartsWith(told, unknown.Message, StringComparison.Ordinal);
        Assert.Equal([output], Directory.GetFiles(Path.GetDirectoryName(output)!));
    }

    [Fact]
    public async Task A_backup_from_before_there_was_a_history_and_a_trash_has_none()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var notes = new RandomNotes(seed: 12);
        await notes.WriteAsync(connection);
        await Postgres.ExecuteAsync(connection, "DROP TABLE note_revisions; ALTER TABLE notes DROP COLUMN trashed_at");
        using var archive = new MemoryStream();
        await using var database = await new PostgresDatabase(connection).OpenAsync(Cancel);
        await new UserArchive(database, notes.People[0].Id).WriteAsync(archive, Cancel);
        await using var zip = await ZipArchive.CreateAsync(
            archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Cancel);
        await using var content = await zip.GetEntry("notes.json")!.OpenAsync(Cancel);
        using var json = await JsonDocument.ParseAsync(content, cancellationToken: Cancel);
        Assert.Empty(json.RootElement.GetProperty("note_revisions").EnumerateArray());
    }

    [Fact]
    public async Task A_note_in_the_trash_says_since_when()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var notes = new RandomNotes(seed: 13);
        await notes.WriteAsync(connection);
        var person = notes.People[0].Id;
        await Postgres.ExecuteAsync(connection, $"""
            UPDATE notes SET trashed_at = '2026-11-22 14:03Z'
            WHERE id = (SELECT min(id::text)::uuid FROM notes WHERE owner_id = '{person}')
            """);
        using var archive = new MemoryStream();
        await using var database = await new PostgresDatabase(connection).OpenAsync(Cancel);
        await new UserArchive(database, person).WriteAsync(archive, Cancel);
        await using var zip = await ZipArchive.CreateAsync(
            archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Cancel);
        var trashed = 0;
        foreach (var file in zip.Entries.Where(e => e.Name.EndsWith(".md", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(await file.OpenAsync(Cancel));
            var front = (await text.ReadToEndAsync(Cancel)).Split("\n---\n")[0];
            if (front.Contains("\ntrashed: \"2026-11-22T14:03:00+00:00\"", StringComparison.Ordinal)) trashed++;
            else Assert.DoesNotContain("trashed:", front, StringComparison.Ordinal);
        }
        Assert.Equal(1, trashed);
    }

    static async Task<IReadOnlyList<TableContent>> ContentAsync(BackupSite site)
    {
        await using var read = await ReadTransaction.BeginAsync(site.Database, Cancel);
        return await read.ContentAsync(Cancel);
    }

    static async Task AssertHoldsAsync(Stream archive, RandomNotes notes, Guid person, string because)
    {
        await using var zip = await ZipArchive.CreateAsync(
            archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, Cancel);
        var expected = notes.Notes
            .Where(n => n.Owner == person)
            .Select(n => (n.Id, n.Name, n.Text, Pad: (string?)notes.Pads.Find(p => p.Id == n.Pad).Name))
            .OrderBy(n => n.Id)
            .ToList();

        await using var content = await zip.GetEntry("notes.json")!.OpenAsync(Cancel);
        using var json = await JsonDocument.ParseAsync(content, cancellationToken: Cancel);
        var rows = json.RootElement.GetProperty("notes").EnumerateArray().Select(n => (
            n.GetProperty("id").GetGuid(),
            n.GetProperty("name").GetString()!,
            n.GetProperty("text").GetString()!));
        Assert.True(expected.Select(n => (n.Id, n.Name, n.Text)).SequenceEqual(rows.OrderBy(n => n.Item1)), because);
        var older = json.RootElement.GetProperty("note_revisions").EnumerateArray().Select(r => (
            r.GetProperty("note_id").GetGuid(),
            r.GetProperty("text").GetString()!));
        Assert.Equal(expected.Select(n => (n.Id, RandomNotes.Before(n.Text))), older.OrderBy(r => r.Item1));
        var pads = json.RootElement.GetProperty("pads").EnumerateArray().Select(p => p.GetProperty("id").GetGuid());
        Assert.Equal(notes.Pads.Where(p => p.Owner == person).Select(p => p.Id).Order(), pads.Order());

        var files = zip.Entries.Where(e => e.Name != "notes.json").ToList();
        Assert.Equal(files.Count, files.Select(f => f.FullName.Normalize().ToUpperInvariant()).Distinct().Count());
        var read = new List<(Guid, string, string, string?)>();
        foreach (var file in files) read.Add(await ReadAsync(file));
        Assert.True(expected.SequenceEqual(read.OrderBy(n => n.Item1)), because);
    }

    static async Task<(Guid Id, string Name, string Text, string? Pad)> ReadAsync(ZipArchiveEntry file)
    {
        Assert.All(file.FullName.Split('/'), name => Assert.Equal(name, FileNames.Safe(name)));
        using var reader = new StreamReader(await file.OpenAsync(Cancel));
        var parts = (await reader.ReadToEndAsync(Cancel)).Split("---\n", 3);
        var front = new YamlDotNet.Serialization.Deserializer().Deserialize<Dictionary<string, string?>>(parts[1]);
        Assert.Equal(["id", "name", "pad", "created", "updated"], front.Keys);
        return (Guid.Parse(front["id"]!), front["name"]!, parts[2][1..], front["pad"]);
    }
}
