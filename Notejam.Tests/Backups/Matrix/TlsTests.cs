using Microsoft.EntityFrameworkCore;
using Notejam.ServiceDefaults.PrivatePostgres;
using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>A server that only speaks TLS, with one role that signs in by certificate.</summary>
public sealed class TlsServer : IAsyncLifetime
{
    public const string Certified = "certified";

    readonly string folder = TempFolder.Create("tls");
    PrivatePostgresServer server = null!, again = null!;
    int databases;

    internal Certificates Certificates { get; private set; } = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Certificates = new Certificates(folder);
        var root = Path.Combine(folder, "postgres");
        server = await PrivatePostgresServer.StartAsync(root, Cancel);
        var (certificate, key) = Certificates.Issue("localhost");
        foreach (var file in new[] { certificate, key, Certificates.Root })
            File.Copy(file, Path.Combine(root, Path.GetFileName(file)));
        var rules = $"hostssl all {Certified} all cert\nhostssl all all all scram-sha-256\n";
        await File.WriteAllTextAsync(Path.Combine(root, "cluster", "pg_hba.conf"), rules, Cancel);
        // A second user of the folder hands its files to the user who runs the server.
        again = await PrivatePostgresServer.StartAsync(root, Cancel);
        await Postgres.ExecuteAsync(Admin, $"ALTER SYSTEM SET ssl_cert_file = '{root}/localhost.crt'");
        await Postgres.ExecuteAsync(Admin, $"ALTER SYSTEM SET ssl_key_file = '{root}/localhost.key'");
        await Postgres.ExecuteAsync(Admin, $"ALTER SYSTEM SET ssl_ca_file = '{root}/root.crt'");
        await Postgres.ExecuteAsync(Admin, "ALTER SYSTEM SET ssl = on");
        await Postgres.ExecuteAsync(Admin, $"CREATE ROLE {Certified} SUPERUSER LOGIN");
        await Postgres.ExecuteAsync(Admin, "SELECT pg_reload_conf()");
        const string IsEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        await Until.TrueAsync(async () => await Postgres.ScalarAsync<bool>(Admin, IsEncrypted));
    }

    string Admin => server.ConnectionString("postgres") + ";Pooling=false";

    /// <summary>A database with the schema, and an empty one.</summary>
    public async Task<(string Source, string Target)> CreateDatabasesAsync()
    {
        var number = ++databases;
        foreach (var name in new[] { "source", "target" })
        {
            await Postgres.ExecuteAsync(Admin, $"CREATE DATABASE {name}{number}");
        }
        var source = server.ConnectionString($"source{number}") + ";Pooling=false";
        await using var db = Postgres.Context(source);
        await db.Database.MigrateAsync(Cancel);
        return (source, server.ConnectionString($"target{number}") + ";Pooling=false");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await again.DisposeAsync();
        await server.DisposeAsync();
        Certificates.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

public sealed class TlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    [Fact]
    public async Task A_client_certificate_signs_in()
    {
        var (certificate, key) = server.Certificates.Issue(TlsServer.Certified);
        using var verbs = await VerbsAsync(c =>
        {
            c.Username = TlsServer.Certified;
            c.Password = null;
            c.SslMode = SslMode.Require;
            c.SslCertificate = certificate;
            c.SslKey = key;
        });
        await verbs.AssertRightAsync();
    }

    [Fact]
    public async Task A_named_root_is_enough()
    {
        using var verbs = await VerbsAsync(c =>
        {
            c.SslMode = SslMode.VerifyFull;
            c.RootCertificate = server.Certificates.Root;
        });
        await verbs.AssertRightAsync();
    }

    /// <summary>
    /// SSL_CERT_FILE is where the system's are; without it they are a file such as /etc/ssl/certs/ca-certificates.crt.
    /// </summary>
    [Fact]
    public async Task VerifyFull_without_a_root_takes_those_of_the_system()
    {
        Dictionary<string, string> environment = new() { ["SSL_CERT_FILE"] = server.Certificates.Root };
        using var verbs = await VerbsAsync(c => c.SslMode = SslMode.VerifyFull, environment);
        await verbs.AssertRightAsync();
    }

    [Fact]
    public async Task A_server_that_the_system_does_not_know_is_not_talked_to()
    {
        var other = TempFolder.Create("authority");
        using var authority = new Certificates(other);
        using var verbs = await VerbsAsync(
            c => c.SslMode = SslMode.VerifyFull, new() { ["SSL_CERT_FILE"] = authority.Root });
        await verbs.AssertRefusedAsync(code: 3, "at localhost:");
        Directory.Delete(other, recursive: true);
    }

    /// <summary>As libpq reads it, and not as Npgsql does.</summary>
    [Fact]
    public async Task Require_with_a_named_root_checks_it()
    {
        var other = TempFolder.Create("authority");
        using var authority = new Certificates(other);
        using var verbs = await VerbsAsync(c =>
        {
            c.SslMode = SslMode.Require;
            c.RootCertificate = authority.Root;
        });
        await verbs.AssertRefusedAsync(code: 3, "at localhost:");
        Directory.Delete(other, recursive: true);
    }

    async Task<FiveVerbs> VerbsAsync(
        Action<NpgsqlConnectionStringBuilder> change, Dictionary<string, string>? environment = null)
    {
        var (source, target) = await server.CreateDatabasesAsync();
        return new(source, target) { Odd = Changed, Environment = environment ?? [] };

        string Changed(string plain)
        {
            var changed = new NpgsqlConnectionStringBuilder(plain) { Host = "localhost" };
            change(changed);
            return changed.ConnectionString;
        }
    }
}
