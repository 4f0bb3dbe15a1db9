using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>Every verb uses the database that the connection string names, whatever else names another.</summary>
public sealed class TwoServersTests(Postgres postgres, Decoy decoy) : IClassFixture<Decoy>
{
    [Fact]
    public async Task A_service_file_leads_nowhere_else()
    {
        using var verbs = await VerbsAsync(environment: new()
        {
            ["PGSERVICE"] = "decoy",
            ["PGSERVICEFILE"] = decoy.ServiceFile,
        });
        await verbs.AssertRightAsync();
        await decoy.AssertUntouchedAsync();
    }

    /// <summary>Looked at on one server, it was once written to another.</summary>
    [Fact]
    public async Task A_restore_writes_into_the_server_that_it_looked_at()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        using var plain = new FiveVerbs(source, target);
        await plain.FillAsync();
        await plain.RunAsync(source, "backup");
        plain.Environment["PGSERVICE"] = "decoy";
        plain.Environment["PGSERVICEFILE"] = decoy.ServiceFile;
        var (exit, _, errors) = await plain.RunAsync(target, "restore");
        await decoy.AssertUntouchedAsync();
        Assert.True(exit == 0, errors);
        Assert.Equal(FiveVerbs.Notes, await Postgres.ScalarAsync<long>(target, "SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task Variables_of_libpq_lead_nowhere_else()
    {
        var other = new NpgsqlConnectionStringBuilder(decoy.Connection);
        using var verbs = await VerbsAsync(environment: new()
        {
            ["PGHOST"] = other.Host!,
            ["PGHOSTADDR"] = "127.0.0.9",
            ["PGPORT"] = $"{other.Port}",
            ["PGDATABASE"] = other.Database!,
            ["PGUSER"] = "nobody",
            ["PGPASSWORD"] = "wrong",
            ["PGOPTIONS"] = "-c nonsense=1",
            ["PGSSLMODE"] = "verify-full",
            ["PGCHANNELBINDING"] = "require",
            ["PGTARGETSESSIONATTRS"] = "standby",
            ["PGCLIENTENCODING"] = "LATIN1",
        });
        await verbs.AssertRightAsync();
        await decoy.AssertUntouchedAsync();
    }

    [Fact]
    public async Task A_port_in_the_host_is_the_port()
    {
        var other = new NpgsqlConnectionStringBuilder(decoy.Connection).Port;
        using var verbs = await VerbsAsync(plain => new NpgsqlConnectionStringBuilder(plain)
        {
            Host = $"127.0.0.1:{PortOf(plain)}",
            Port = other,
        }.ConnectionString);
        await verbs.AssertRightAsync();
        await decoy.AssertUntouchedAsync();
    }

    /// <summary>Names that libpq, a shell or a statement could take for something else.</summary>
    [Theory]
    [InlineData("dbname={0} host=127.0.0.9")]
    [InlineData("postgresql://127.0.0.9/{0}")]
    [InlineData("it's {0} \"here\" \\ -rf ü")]
    public async Task A_database_may_have_any_name(string pattern)
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var (oddSource, oddTarget) = (await RenameAsync(source, pattern), await RenameAsync(target, pattern));
        using (var verbs = new FiveVerbs(oddSource, oddTarget)) await verbs.AssertRightAsync();
        await RenameBackAsync(oddSource, source);
        await RenameBackAsync(oddTarget, target);
    }

    [Fact]
    public async Task Options_hold_for_the_programs_too()
    {
        var (source, target) = (await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync());
        var plainly = new NpgsqlConnectionStringBuilder(source);
        var (owner, role) = (plainly.Username, $"{plainly.Database}_login");
        await Postgres.ExecuteAsync(source, $"CREATE ROLE {role} LOGIN NOINHERIT PASSWORD 'odd' IN ROLE {owner}");
        using var verbs = new FiveVerbs(source, target)
        {
            Odd = plain => new NpgsqlConnectionStringBuilder(plain)
            {
                Username = role,
                Password = "odd",
                Options = $"-c role={owner}",
            }.ConnectionString,
        };
        await verbs.AssertRightAsync();
        await Postgres.ExecuteAsync(source, $"DROP ROLE {role}");
    }

    [Theory]
    [InlineData("Host=127.0.0.1,127.0.0.2", "ConnectionStrings__notejam has several hosts in Host")]
    [InlineData("Target Session Attributes=standby", "ConnectionStrings__notejam has Target Session Attributes")]
    [InlineData("SSL Password=S3cret", "ConnectionStrings__notejam has an SSL Password")]
    [InlineData("SSL Certificate=/tmp/client.pfx",
        "ConnectionStrings__notejam has an SSL Certificate that is a PKCS#12 file")]
    [InlineData("SSL Certificate=/nowhere.crt",
        "ConnectionStrings__notejam names an SSL Certificate that is not there")]
    [InlineData("SSL Mode=VerifyFull;Root Certificate=/nowhere.crt",
        "ConnectionStrings__notejam names a Root Certificate that is not there")]
    [InlineData("Check Certificate Revocation=true", "ConnectionStrings__notejam has Check Certificate Revocation")]
    [InlineData("Require Auth=ScramSHA256", "ConnectionStrings__notejam has Require Auth")]
    public async Task What_the_programs_cannot_be_told_is_refused_by_name(string keys, string message)
    {
        using var verbs = await VerbsAsync(plain => $"{plain};{keys}");
        await verbs.AssertRefusedAsync(code: 1, message);
    }

    async Task<FiveVerbs> VerbsAsync(
        Func<string, string>? odd = null, Dictionary<string, string>? environment = null) =>
        new(await postgres.CreateDatabaseAsync(), await postgres.CreateEmptyDatabaseAsync())
        {
            Odd = odd ?? (plain => plain),
            Environment = environment ?? [],
        };

    static int PortOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Port;

    static async Task<string> RenameAsync(string connection, string pattern)
    {
        var renamed = new NpgsqlConnectionStringBuilder(connection);
        renamed.Database = pattern.Replace("{0}", renamed.Database, StringComparison.Ordinal);
        await RenameBackAsync(connection, renamed.ConnectionString);
        return renamed.ConnectionString;
    }

    static async Task RenameBackAsync(string from, string to)
    {
        NpgsqlConnection.ClearAllPools();
        var admin = new NpgsqlConnectionStringBuilder(from) { Database = "postgres" };
        await Postgres.ExecuteAsync(admin.ConnectionString, $"ALTER DATABASE {Quoted(from)} RENAME TO {Quoted(to)}");
    }

    static string Quoted(string connection) =>
        new NpgsqlCommandBuilder().QuoteIdentifier(new NpgsqlConnectionStringBuilder(connection).Database!);
}
