using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>A scratch database that cannot be dropped is told, and hides nothing.</summary>
public sealed class LeftoverTests(Postgres postgres)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 0, "")]
    [InlineData(false, 2, "notes has the same number of rows, but their content differs.")]
    public async Task A_drop_that_fails_hides_neither_the_end_nor_the_error_of_a_drill(
        bool good, int code, string error)
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 1, notes: 1);
        var backup = await site.TakeAsync();
        if (!good) await ChangeHashAsync(Path.Combine(site.Folder, backup.Name, "manifest.json"));
        var dump = await ReplaceByPipeAsync(site.DumpOf(backup));
        var role = await RoleAsync(site.Connection);
        await using var drill = BackupProcess.Launch(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = $"{site.Connection};Username={role};Password=odd",
            ["Backup__Store"] = site.Folder,
        }, "drill");
        // It waits for the dump until the scratch database is a template, which cannot be dropped.
        await Until.TrueAsync(async () => await CountAsync(site.Connection, role) == 1);
        await Postgres.ExecuteAsync(site.Connection, $"UPDATE pg_database SET datistemplate = true WHERE {Of(role)}");
        var writing = Task.Run(() => File.WriteAllBytes(site.DumpOf(backup), dump), Cancel);
        await writing.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        Assert.Equal(code, await drill.ExitAsync());
        const string Left = "is left over: 42809: cannot drop a template database. A drill drops what";
        Assert.Contains(Left, drill.Errors, StringComparison.Ordinal);
        Assert.EndsWith(error, drill.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(site.Connection, role));
        await Postgres.ExecuteAsync(site.Connection, $"UPDATE pg_database SET datistemplate = false WHERE {Of(role)}");
        var left = await Postgres.ScalarAsync<string>(
            site.Connection, $"SELECT datname::text FROM pg_database WHERE {Of(role)}");
        await Postgres.ExecuteAsync(site.Connection, $"DROP DATABASE {left}");
    }

    /// <summary>That of another role, a day old: whether a backup is good does not depend on it.</summary>
    [Fact]
    public async Task An_old_scratch_database_of_another_role_does_not_end_drills()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        var backup = await site.TakeAsync();
        var old = $"notejam_scratch_{site.Clock.GetUtcNow().AddHours(-25):yyyyMMddHHmmssfff}_other";
        await Postgres.ExecuteAsync(site.Connection, $"CREATE DATABASE {old} IS_TEMPLATE true");
        var report = await site.DrillAsync(backup);
        Assert.Equal(backup, report.Backup);
        await Postgres.ExecuteAsync(site.Connection, $"ALTER DATABASE {old} IS_TEMPLATE false");
        await Postgres.ExecuteAsync(site.Connection, $"DROP DATABASE IF EXISTS {old}");
    }

    /// <summary>Whoever reads it waits for somebody to write it.</summary>
    static async Task<byte[]> ReplaceByPipeAsync(string file)
    {
        var content = await File.ReadAllBytesAsync(file, Cancel);
        File.Delete(file);
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", "", file)).Exit);
        return content;
    }

    static async Task<string> RoleAsync(string connection)
    {
        var role = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database + "_drill";
        await Postgres.ExecuteAsync(
            connection, $"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'odd' IN ROLE pg_read_all_data");
        return role;
    }

    static string Of(string role) =>
        $"datname LIKE 'notejam_scratch_%' AND datdba = (SELECT oid FROM pg_roles WHERE rolname = '{role}')";

    static Task<long> CountAsync(string connection, string role) =>
        Postgres.ScalarAsync<long>(connection, $"SELECT count(*) FROM pg_database WHERE {Of(role)}");

    static async Task ChangeHashAsync(string manifest)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest, Cancel))!;
        json["tables"]!.AsArray().Single(t => (string?)t!["name"] == "notes")!["hash"] = "other";
        await File.WriteAllTextAsync(manifest, json.ToJsonString(), Cancel);
    }
}
