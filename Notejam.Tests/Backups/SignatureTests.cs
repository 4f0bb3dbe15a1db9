using Notejam.Backup;
using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>
/// With a key, only what was signed with it is a backup: who can write the store chooses nothing that a restore
/// executes.
/// </summary>
public sealed class SignatureTests(Postgres postgres)
{
    const string Key = "c2l4dGVlbiBieXRlcyBhcmUgZmV3LCB0aGVzZSBhcmUgZW5vdWdo";

    const string Other = "YW5vdGhlciBrZXkgb2YgYXQgbGVhc3QgdGhpcnR5LXR3byBieXRlcw==";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_signed_ends_with_2_for_every_verb_and_is_listed_as_that()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var backup = await site.TakeAsync();
        var environment = Environment(site, Key);
        foreach (var verb in new[] { "verify", "drill", "restore" })
        {
            var (exit, _, errors) = await BackupProcess.RunAsync(environment, verb, "--backup", backup.Name);
            Assert.True(exit == 2, errors);
            var told = $"{backup.Name} is not signed, and Backup__SigningKey is set.";
            Assert.Contains(told, errors, StringComparison.Ordinal);
        }
        var list = await BackupProcess.RunAsync(environment, "list");
        Assert.Contains("is not signed", list.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await BackupProcess.RunAsync(Environment(site, ""), "verify")).Exit);
    }

    [Fact]
    public async Task What_is_signed_is_made_and_restored_by_the_commands_also_without_a_key()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        Assert.Equal(0, (await BackupProcess.RunAsync(Environment(site, Key), "backup")).Exit);
        foreach (var key in new[] { Key, "" })
        {
            var (exit, _, errors) = await BackupProcess.RunAsync(Environment(site, key), "drill");
            Assert.True(exit == 0, errors);
        }
        var refused = await BackupProcess.RunAsync(Environment(site, Other), "drill");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("is not signed by Backup__SigningKey", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0")]
    [InlineData("\"size\": ", "\"size\": 1")]
    [InlineData("\"takenAt\": \"20", "\"takenAt\": \"19")]
    [InlineData("\"rows\": ", "\"rows\": 1")]
    [InlineData("\"signature\": \"", "\"signature\": \"0")]
    public async Task A_changed_manifest_is_refused(string part, string changed)
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var signed = await TakeAsync(site);
        var file = Path.Combine(site.Folder, signed.Name, BackupCatalog.ManifestFile);
        var text = await File.ReadAllTextAsync(file, Cancel);
        Assert.Contains(part, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(part, changed, StringComparison.Ordinal), Cancel);
        await Assert.ThrowsAsync<BadBackupException>(() => Signed(site).ReadAsync(signed.Name, Cancel));
    }

    /// <summary>Else an old backup could be passed off as the newest.</summary>
    [Fact]
    public async Task A_renamed_backup_is_refused()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var renamed = site.Copy(await TakeAsync(site));
        var refused = await Assert.ThrowsAsync<BadBackupException>(() => Signed(site).ReadAsync(renamed.Name, Cancel));
        const string told = "it was changed or renamed, or signed with another key";
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.Equal(renamed.Name, (await site.Catalog.ReadAsync(renamed.Name, Cancel)).Name);
    }

    /// <summary>
    /// Without a key a dump is hashed while it is restored, so that the database has executed most of it when the hash
    /// is known.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_changed_dump_nothing_is_executed_where_backups_are_signed(bool withKey)
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 10, notes: 20_000);
        var backup = await TakeAsync(site);
        site.FlipByte(backup, -10);
        var target = await postgres.CreateEmptyDatabaseAsync();
        await Postgres.ExecuteAsync(target, """
            CREATE SCHEMA guard;
            CREATE SEQUENCE guard.statements;
            CREATE FUNCTION guard.count() RETURNS event_trigger LANGUAGE plpgsql
                AS $$ BEGIN PERFORM nextval('guard.statements'); END $$;
            CREATE EVENT TRIGGER count ON ddl_command_start EXECUTE FUNCTION guard.count();
            """);
        var restore = new RestoreBackup(withKey ? Signed(site) : site.Catalog, Progress.None);
        await Assert.ThrowsAsync<BadBackupException>(() =>
            restore.RunAsync(backup, new PostgresDatabase(target), Cancel));
        Assert.Equal(!withKey, await Postgres.ScalarAsync<bool>(target, "SELECT is_called FROM guard.statements"));
    }

    [Theory]
    [InlineData("secret-that-is-no-base64!")]
    [InlineData("c2hvcnQ=")]
    public async Task A_key_that_is_none_ends_with_1_and_is_not_repeated(string key)
    {
        using var site = new BackupSite("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none");
        var (exit, output, errors) = await BackupProcess.RunAsync(Environment(site, key), "list");
        Assert.Equal((1, ""), (exit, output));
        const string Wrong =
            "Backup__SigningKey is not Base64 of 32 bytes or more. Make a key: openssl rand -base64 32";
        Assert.Equal($"Notejam.Backup: {Wrong}", errors);
    }

    static BackupCatalog Signed(BackupSite site) => new(site.Store, ManifestKey.From(Key));

    static Task<StoredBackup> TakeAsync(BackupSite site) =>
        new TakeBackup(Signed(site), site.Database, site.Clock, Progress.None).RunAsync(Cancel);

    static Dictionary<string, string> Environment(BackupSite site, string key) => new()
    {
        ["ConnectionStrings__notejam"] = site.Connection,
        ["Backup__Store"] = site.Folder,
        ["Backup__SigningKey"] = key,
    };
}
