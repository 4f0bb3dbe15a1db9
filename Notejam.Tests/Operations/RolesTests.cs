using Notejam.ServiceDefaults.PrivatePostgres;
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
        await RunAsync(owner, await ReadAsync("eng", "roles.sql"));
        string As(string role) => ConnectionAs(owner, role, prefix);

        await MigrateAsync(As("migrator"));
        await using (var web = await NotejamProcess.StartAsync(Settings(As("web"))))
        {
            var person = web.Visitor();
            await person.SignUpAsync(Person.NewEmail());
            await person.SignInAsync();
            await person.NoteAsync("Of a role");
        }

        const string OfARole = "SELECT count(*) FROM notes WHERE name = 'Of a role'";
        Assert.Equal(1L, await Postgres.ScalarAsync<long>(As("backup"), OfARole));
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
        var prefix = owner.Database!;
        var store = TempFolder.Create("roles");
        await RunAsync(owner, await ReadAsync("eng", "roles.sql"));
        var runbook = await ReadAsync("docs", "runbooks", "restore.md");
        await RunAsync(owner, runbook.Split("```sql")[1].Split("```")[0]);
        string As(string role, string database) => ConnectionAs(owner, role, database);
        Dictionary<string, string> Backup(string connection) => new()
        {
            ["ConnectionStrings__notejam"] = connection,
            ["Backup__Store"] = store,
        };

        await MigrateAsync(As("migrator", prefix));
        var (dumped, _, why) = await BackupProcess.RunAsync(Backup(As("backup", prefix)), "backup");
        Assert.True(dumped == 0, why);
        var intoRestored = Backup(As("migrator", $"{prefix}_restored"));
        var (restored, _, reason) = await BackupProcess.RunAsync(intoRestored, "restore");
        Assert.True(restored == 0, reason);

        await using var web = await NotejamProcess.StartAsync(Settings(As("web", $"{prefix}_restored")));
        var person = web.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.NoteAsync("After a restore");
        var backup = As("backup", $"{prefix}_restored");
        Assert.Equal(1L, await Postgres.ScalarAsync<long>(backup, "SELECT count(*) FROM notes"));
        Directory.Delete(store, recursive: true);
    }

    /// <summary>Roles belong to the whole server, so those of a test begin with the name of its database.</summary>
    static string ConnectionAs(NpgsqlConnectionStringBuilder owner, string role, string database) =>
        new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Database = database,
            Username = $"{owner.Database}_{role}",
            Password = Password,
            Pooling = false,
        }.ConnectionString;

    static async Task MigrateAsync(string connection)
    {
        await using var migrate = NotejamProcess.Launch(Settings(connection), "migrate");
        Assert.True(await migrate.ExitAsync() == 0, migrate.Output);
    }

    static Task<string> ReadAsync(params string[] path) =>
        File.ReadAllTextAsync(Path.Combine([Repository.Root, .. path]), TestContext.Current.CancellationToken);

    static async Task AssertDeniedAsync(string connection, string sql)
    {
        var denied = await Assert.ThrowsAsync<PostgresException>(() => Postgres.ExecuteAsync(connection, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    static Dictionary<string, string> Settings(string connection) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__notejam"] = connection,
        ["Site__PublicUrl"] = "http://notes.example.org",
        ["Smtp__Host"] = "127.0.0.1",
    };

    static async Task RunAsync(NpgsqlConnectionStringBuilder database, string sql)
    {
        var psql = PostgresBinaries.Programs(PostgresBinaries.Folders(), "psql").First().Path;
        var user = $"{database.Username}:{database.Password}";
        var address = $"postgresql://{user}@{database.Host}:{database.Port}/{database.Database}";
        var ofTest = sql.Replace("notejam_", $"{database.Database}_", StringComparison.Ordinal);
        var (exit, output) = await Tool.RunAsync(psql, ofTest,
            "-d", address,
            "-v", $"migrator={Password}", "-v", $"web={Password}", "-v", $"backup={Password}", "-f", "-");
        Assert.True(exit == 0, output);
    }
}
