using Notejam.ServiceDefaults.LocalPostgres;
using Notejam.Tests.Dumps;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Operations;

/// <summary>eng/roles.sql: three roles, each with what it needs and no more.</summary>
public sealed class RolesTests(Postgres postgres)
{
    const string Password = "of-a-test";

    [Fact]
    public async Task One_changes_the_schema_one_works_with_notes_one_reads_for_the_backup()
    {
        var owner = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyDatabaseAsync());
        var prefix = owner.Database!;
        await RunAsync(owner, (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "eng", "roles.sql"), TestContext.Current.CancellationToken)).Replace("notejam_", $"{prefix}_", StringComparison.Ordinal));
        string As(string role) => new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = $"{prefix}_{role}", Password = Password, Pooling = false }.ConnectionString;

        await using (var migrate = NotejamProcess.Launch(Settings(As("migrator")), "migrate")) Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
        await using (var web = await NotejamProcess.StartAsync(Settings(As("web"))))
        {
            var person = web.Visitor();
            await person.SignUpAsync(Person.NewEmail());
            await person.SignInAsync();
            await person.NoteAsync("Of a role");
        }

        Assert.Equal(1L, await Postgres.ScalarAsync<long>(As("backup"), "SELECT count(*) FROM notes WHERE name = 'Of a role'"));
        await Postgres.ExecuteAsync(As("backup"), $"CREATE DATABASE {prefix}_scratch");
        await Postgres.ExecuteAsync(As("backup"), $"DROP DATABASE {prefix}_scratch");
        await AssertDeniedAsync(As("backup"), "DELETE FROM notes");
        await AssertDeniedAsync(As("web"), "CREATE TABLE mine (id int)");
        await AssertDeniedAsync(As("web"), "DROP TABLE notes");
        await AssertDeniedAsync(As("web"), $"CREATE DATABASE {prefix}_scratch");
        await AssertDeniedAsync(As("migrator"), $"CREATE DATABASE {prefix}_scratch");
    }

    [Fact]
    public async Task What_the_backup_role_dumped_the_migrator_restores_as_the_runbook_says_and_web_works_with_it()
    {
        var owner = new NpgsqlConnectionStringBuilder(await postgres.CreateEmptyDatabaseAsync());
        var (prefix, store) = (owner.Database!, TempFolder.Create("roles"));
        await RunAsync(owner, (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "eng", "roles.sql"), TestContext.Current.CancellationToken)).Replace("notejam_", $"{prefix}_", StringComparison.Ordinal));
        var runbook = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "runbooks", "restore.md"), TestContext.Current.CancellationToken);
        await RunAsync(owner, runbook.Split("```sql")[1].Split("```")[0].Replace("notejam_", $"{prefix}_", StringComparison.Ordinal));
        string As(string role, string database) => new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Database = database, Username = $"{prefix}_{role}", Password = Password, Pooling = false }.ConnectionString;
        Dictionary<string, string> Backup(string connection) => new() { ["ConnectionStrings__notejam"] = connection, ["Backup__Store"] = store };

        await using (var migrate = NotejamProcess.Launch(Settings(As("migrator", prefix)), "migrate")) Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
        var (dumped, _, why) = await BackupProcess.RunAsync(Backup(As("backup", prefix)), "backup");
        Assert.True(dumped == 0, why);
        var (restored, _, reason) = await BackupProcess.RunAsync(Backup(As("migrator", $"{prefix}_restored")), "restore");
        Assert.True(restored == 0, reason);

        await using var web = await NotejamProcess.StartAsync(Settings(As("web", $"{prefix}_restored")));
        var person = web.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.NoteAsync("After a restore");
        Assert.Equal(1L, await Postgres.ScalarAsync<long>(As("backup", $"{prefix}_restored"), "SELECT count(*) FROM notes"));
        Directory.Delete(store, recursive: true);
    }

    static async Task AssertDeniedAsync(string connection, string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => Postgres.ExecuteAsync(connection, sql))).SqlState);

    static Dictionary<string, string> Settings(string connection) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__notejam"] = connection,
        ["Site__PublicUrl"] = "http://notes.example.org",
        ["Smtp__Host"] = "127.0.0.1",
    };

    static async Task RunAsync(NpgsqlConnectionStringBuilder database, string sql)
    {
        var psql = PostgresBinaries.Folders().Select(f => Path.Combine(f, "psql")).First(File.Exists);
        var (exit, output) = await Tool.RunAsync(psql, sql, "-d", $"postgresql://{database.Username}:{database.Password}@{database.Host}:{database.Port}/{database.Database}",
            "-v", $"migrator={Password}", "-v", $"web={Password}", "-v", $"backup={Password}", "-f", "-");
        Assert.True(exit == 0, output);
    }
}
