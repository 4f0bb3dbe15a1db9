using System.IO.Compression;
using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>
/// The program as scripts and people see it: exit codes, one line for an error, results apart from progress.
/// </summary>
public sealed class CommandTests(Postgres postgres)
{
    const string Anything = "Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none";

    [Theory]
    [InlineData("")]
    [InlineData("backup")]
    [InlineData("list")]
    [InlineData("verify")]
    [InlineData("restore")]
    [InlineData("drill")]
    [InlineData("prune")]
    [InlineData("worker")]
    public async Task Help_of_every_verb_tells_the_exit_codes(string verb)
    {
        string[] words = [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"];
        var (exit, output, _) = await BackupProcess.RunAsync([], words);
        Assert.Equal(0, exit);
        foreach (var code in new[] { "  0    done", "  1    ", "  2    ", "  3    ", "  130  " })
        {
            Assert.Contains(code, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bogus", "", "Unrecognized command or argument 'bogus'.")]
    [InlineData("verify --backup 2020", "", "There is no backup 2020 in ")]
    [InlineData("restore --user someone@example.org", "",
        "--user and --output go together: restore --user someone@example.org --output notes.zip")]
    [InlineData("list", "Backup__Store=",
        "Backup__Store is not set. Set it to a folder such as /srv/notejam-backups, or to a bucket such as " +
        "s3://notejam-backups/production.")]
    [InlineData("list", "Backup__Store=https://example.org",
        "Backup__Store is neither a folder nor a bucket. Set it to a folder such as")]
    [InlineData("list", "Backup__Stroe=/tmp",
        "Backup__Stroe is not a setting. Known are Backup__Store, Backup__KmsKey, Backup__SigningKey, " +
        "Backup__Schedule, Backup__RetentionDays, Backup__Drill.")]
    [InlineData("list", "Backup__KmsKey=key",
        "is a folder. Remove Backup__KmsKey, and keep the folder on an encrypted disk.")]
    [InlineData("list", "Backup__RetentionDays=0", "Backup__RetentionDays: must be a number of days, 1 to 36500.")]
    [InlineData("worker", "Backup__Schedule=midnight", "Backup__Schedule must be a time of the day such as 03:30.")]
    [InlineData("list", "Backup__RetentionDays=many", "Backup__RetentionDays must be a number.")]
    [InlineData("list", "Backup__Drill=often", "Backup__Drill must be true or false.")]
    [InlineData("list", "Backup__Store=~root/backups", "~root/backups begins with what only a shell puts in.")]
    [InlineData("list", "Backup__Store=$HOME/backups", "$HOME/backups begins with what only a shell puts in.")]
    [InlineData("list", "Backup__Store=s3://bk/daily", "Backup__Store names no bucket: a bucket's name has 3 to 63 ")]
    [InlineData("worker", "Management__Port=0", "Management__Port: must be a port, 1 to 65535.")]
    [InlineData("backup", "ConnectionStrings__notejam=", "ConnectionStrings__notejam is not set.")]
    [InlineData("backup", "ConnectionStrings__notejam=Hots=here",
        "ConnectionStrings__notejam is not a PostgreSQL connection string")]
    public async Task What_is_wrong_ends_with_1_and_is_named(string command, string setting, string message)
    {
        using var site = new BackupSite(Anything);
        var environment = Environment(site);
        if (setting.Length > 0) environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        var (exit, output, errors) = await BackupProcess.RunAsync(environment, command.Split(' '));
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_backup_or_a_bad_one_ends_with_2()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        foreach (var verb in new[] { "verify", "drill", "restore" })
        {
            var (exit, _, errors) = await BackupProcess.RunAsync(Environment(site), verb);
            Assert.Equal(2, exit);
            var told = $"Notejam.Backup: There is no backup in {site.Folder}. Make one: Notejam.Backup backup";
            Assert.Equal(told, errors);
        }
        site.FlipByte(await site.TakeAsync(), 100);
        var bad = await BackupProcess.RunAsync(Environment(site), "verify");
        Assert.Equal(2, bad.Exit);
        Assert.Contains("its SHA-256 is not the one in the manifest.", bad.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_no_backups_says_so()
    {
        using var site = new BackupSite(Anything);
        var list = await BackupProcess.RunAsync(Environment(site), "list");
        Assert.Equal((0, "", $"Warning: There is no backup in {site.Folder}."), list);
    }

    [Fact]
    public async Task A_folder_is_no_file_for_one_persons_notes()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await site.TakeAsync();
        string[] verb = ["restore", "--user", "person1@example.org", "--output", site.Folder];
        var (exit, _, errors) = await BackupProcess.RunAsync(Environment(site), verb);
        Assert.Equal(1, exit);
        var told = $"Notejam.Backup: {site.Folder} is a folder. Name a file in it: --output {site.Folder}/notes.zip";
        Assert.Equal(told, errors);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_or_is_of_a_newer_format_ends_with_2_and_list_goes_on()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var older = await site.TakeAsync();
        var newer = await site.TakeAsync();
        var whole = await site.TakeAsync();
        await WriteManifestAsync(older, "{");
        await WriteManifestAsync(newer, """{"format": 2}""");
        Assert.Equal(2, (await BackupProcess.RunAsync(Environment(site), "verify", "--backup", older.Name)).Exit);
        Assert.Equal(2, (await BackupProcess.RunAsync(Environment(site), "verify", "--backup", newer.Name)).Exit);
        var list = await BackupProcess.RunAsync(Environment(site), "list");
        Assert.Equal(0, list.Exit);
        const string next = "has format 2, and this Notejam.Backup reads 1. Use the version that made it.";
        Assert.Collection(list.Output.Split('\n'),
            line => Assert.StartsWith($"{whole.Name}  ", line, StringComparison.Ordinal),
            line => Assert.Contains(next, line, StringComparison.Ordinal),
            line => Assert.Contains($"The manifest of {older.Name} cannot be read: ", line, StringComparison.Ordinal));

        Task WriteManifestAsync(StoredBackup backup, string manifest) => File.WriteAllTextAsync(
            Path.Combine(site.Folder, backup.Name, "manifest.json"), manifest, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_ends_with_3()
    {
        using var site = new BackupSite(Anything);
        var (exit, _, errors) = await BackupProcess.RunAsync(Environment(site), "backup");
        Assert.Equal(3, exit);
        const string Refused = "Failed to connect to 127.0.0.1:1: Connection refused.";
        Assert.Equal($"Notejam.Backup: The database none at 127.0.0.1:1: {Refused}", errors);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_named()
    {
        using var site = new BackupSite(Anything.Replace("127.0.0.1", "nowhere.invalid", StringComparison.Ordinal));
        var (exit, _, errors) = await BackupProcess.RunAsync(Environment(site), "backup");
        Assert.Equal(3, exit);
        Assert.StartsWith("Notejam.Backup: The database none at nowhere.invalid:1: ", errors, StringComparison.Ordinal);
    }

    /// <summary>
    /// The lock keeps pg_dump waiting, so that the interrupt comes while it runs; a partitioned table has no rows of
    /// its own to hash.
    /// </summary>
    [Fact]
    public async Task An_interrupted_backup_ends_with_130_and_leaves_nothing()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await Postgres.ExecuteAsync(site.Connection, "CREATE TABLE locked (id int) PARTITION BY HASH (id)");
        await using var holder = await site.Database.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var take = new Npgsql.NpgsqlCommand("LOCK TABLE locked", holder);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var run = BackupProcess.Launch(Environment(site), "backup");
        await Until.TrueAsync(() => Directory.Exists(site.Folder), pause: TimeSpan.FromMilliseconds(10));
        run.Send(2);
        Assert.Equal(130, await run.ExitAsync());
        Assert.Equal("Interrupted; nothing half done is left.", run.Errors.Split('\n')[^1]);
        Assert.Empty(Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories));
    }

    /// <summary>A pod has hardly any room for files.</summary>
    [Fact]
    public async Task One_persons_notes_can_go_to_the_standard_output()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 1, notes: 1);
        await site.TakeAsync();
        var file = Path.Combine(Path.GetDirectoryName(site.Folder)!, "notes.zip");
        string[] verb = ["restore", "--user", "person1@example.org", "--output", "-"];
        var (exit, said) = await BackupProcess.RunIntoAsync(file, Environment(site), verb);
        Assert.True(exit == 0, said);
        Assert.Contains("1 note of person1@example.org as of ", said, StringComparison.Ordinal);
        await using (var zip = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken))
        {
            var names = zip.Entries.Select(e => e.Name).Order(StringComparer.Ordinal);
            Assert.Equal(["note 1.md", "notes.json"], names);
        }
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task One_is_counted_as_one()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 1, notes: 1);
        var backup = (await BackupProcess.RunAsync(Environment(site), "backup")).Output;
        Assert.Contains(", 1 note, schema ", backup, StringComparison.Ordinal);
        var drill = (await BackupProcess.RunAsync(Environment(site), "drill")).Output;
        Assert.Contains("\nnotes: 1 row, equal\n", drill, StringComparison.Ordinal);
        Assert.Contains("\nuser_tokens: 0 rows, equal\n", drill, StringComparison.Ordinal);
    }

    static Dictionary<string, string> Environment(BackupSite site) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__notejam"] = site.Connection,
        ["Backup__Store"] = site.Folder,
    };
}
