using Microsoft.EntityFrameworkCore;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;
using Notejam.Web.Data;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(Postgres))]

namespace Notejam.Tests.Hosting;

/// <summary>
/// One server for the run and a migrated template, from which each test class gets a database of its own. The server is
/// private, or what NOTEJAM_TEST_POSTGRES says: a connection string that may create databases, or "container" for
/// production's major in a container.
/// </summary>
public sealed class Postgres : IAsyncLifetime
{
    /// <summary>Its full name, which podman does not ask about.</summary>
    public const string Image = "docker.io/library/postgres:17";

    readonly string folder = TempFolder.Create("tests");
    readonly string run = $"notejam_test_{Environment.ProcessId}";
    readonly List<string> databases = [];
    string admin = "";
    IAsyncDisposable? server;
    int count;

    public async ValueTask InitializeAsync()
    {
        admin = Environment.GetEnvironmentVariable("NOTEJAM_TEST_POSTGRES") switch
        {
            null => await StartPrivateAsync(),
            "container" => await StartContainerAsync(),
            var given => given,
        };
        await CreateAsync($"{run}_template", "template0");
        await using var db = Context(Named($"{run}_template"));
        await db.Database.MigrateAsync();
        // The tests of this version on the schema of the next one: NextSchemaTests.
        if (Environment.GetEnvironmentVariable("NOTEJAM_TEST_NEXT_SCHEMA") is { } next)
        {
            const StringSplitOptions tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            foreach (var statement in next.Split(';', tidy)) await ExecuteAsync(Named($"{run}_template"), statement);
        }
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>The connection string of a new database with the current schema.</summary>
    public Task<string> CreateDatabaseAsync() =>
        CreateAsync($"{run}_{Interlocked.Increment(ref count)}", $"{run}_template");

    /// <summary>The connection string of a new database without any schema.</summary>
    public Task<string> CreateEmptyDatabaseAsync() =>
        CreateAsync($"{run}_{Interlocked.Increment(ref count)}", "template0");

    /// <summary>A context outside any request: nobody is signed in, so the owner filter shows nothing.</summary>
    internal static NotejamDb Context(string connection) => new(
        new DbContextOptionsBuilder<NotejamDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options,
        new CurrentUser(new Microsoft.AspNetCore.Http.HttpContextAccessor()));

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>How many statements on this database wait for somebody else's.</summary>
    public static Task<long> WaitingAsync(string connection) => ScalarAsync<long>(connection, """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        """);

    /// <summary>Nobody else reads or writes the table until the connection that is returned is closed.</summary>
    public static async Task<NpgsqlConnection> LockAsync(string connection, string table)
    {
        var holder = new NpgsqlConnection($"{connection};Pooling=false");
        await holder.OpenAsync();
        await using var begin = new NpgsqlCommand($"BEGIN; LOCK TABLE {table}", holder);
        await begin.ExecuteNonQueryAsync();
        return holder;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is null)
        {
            foreach (var database in databases)
            {
                await ExecuteAsync(admin, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            }
        }
        else await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task<string> StartPrivateAsync()
    {
        var own = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        server = own;
        // Nothing of it is kept, and hundreds of databases of one class each have no use for a vacuum that goes round.
        foreach (var idle in new[] { "fsync", "full_page_writes", "autovacuum" })
        {
            await ExecuteAsync(own.ConnectionString("postgres"), $"ALTER SYSTEM SET {idle} = off");
        }
        await ExecuteAsync(own.ConnectionString("postgres"), "SELECT pg_reload_conf()");
        return own.ConnectionString("postgres");
    }

    async Task<string> StartContainerAsync()
    {
        var container = new PostgreSqlBuilder(Image).WithUsername("notejam").Build();
        server = container;
        await container.StartAsync();
        return container.GetConnectionString();
    }

    async Task<string> CreateAsync(string database, string template)
    {
        lock (databases) databases.Add(database);
        await ExecuteAsync(admin, $"CREATE DATABASE {database} TEMPLATE {template}");
        return Named(database);
    }

    string Named(string database) => new NpgsqlConnectionStringBuilder(admin) { Database = database }.ConnectionString;
}
