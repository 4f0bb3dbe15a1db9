using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>A second server, that nobody means: it must stay as it is.</summary>
public sealed class Decoy : IAsyncLifetime
{
    readonly string folder = TempFolder.Create("decoy");
    PrivatePostgresServer server = null!;

    public string Connection => server.ConnectionString("notejam");

    /// <summary>A file that names it for libpq.</summary>
    public string ServiceFile => Path.Combine(folder, "pg_service.conf");

    public async ValueTask InitializeAsync()
    {
        server = await PrivatePostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        await server.EnsureDatabaseAsync("notejam");
        var place = new Npgsql.NpgsqlConnectionStringBuilder(Connection);
        await File.WriteAllTextAsync(ServiceFile, $"""
            [decoy]
            host=127.0.0.1
            port={place.Port}
            user={place.Username}
            password={place.Password}
            dbname=notejam

            """);
    }

    public async Task AssertUntouchedAsync()
    {
        const string Tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        const string Databases = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database";
        Assert.Equal(0, await Postgres.ScalarAsync<long>(Connection, Tables));
        Assert.Equal("notejam postgres template0 template1", await Postgres.ScalarAsync<string>(Connection, Databases));
    }

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
