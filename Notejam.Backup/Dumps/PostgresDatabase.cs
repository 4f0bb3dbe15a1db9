using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Dumps;

/// <summary>A database, for our own statements and for PostgreSQL's programs.</summary>
/// <param name="connectionString">As an operator gave it.</param>
/// <param name="setting">Where.</param>
sealed class PostgresDatabase(string connectionString, string setting = "ConnectionStrings__notejam") : IAsyncDisposable
{
    readonly NpgsqlConnectionStringBuilder settings = ConnectionString.Read(setting, connectionString);
    NpgsqlDataSource? source;

    public string Name => settings.Database ?? settings.Username ?? "";

    public string Server => $"{settings.Host}:{settings.Port}";

    /// <summary>Another database of the same server.</summary>
    public PostgresDatabase Other(string name) => new(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = name }.ConnectionString, setting);

    /// <summary>A new connection, without a time limit: reading a whole table takes as long as it takes.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel) => await (source ??= Source()).OpenConnectionAsync(cancel);

    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Named, because metrics otherwise carry the connection string as the name of the pool.</summary>
    NpgsqlDataSource Source() =>
        new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, CommandTimeout = 0, KeepAlive = 30 }.ConnectionString) { Name = "backup" }.Build();

    public async Task<int> MajorAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        return connection.PostgreSqlVersion.Major;
    }

    /// <summary>In the environment, so that no other user of the machine sees the password in a list of processes.</summary>
    public IEnumerable<(string Variable, string? Value)> Environment =>
    [
        ("PGHOST", settings.Host),
        ("PGPORT", $"{settings.Port}"),
        ("PGUSER", settings.Username),
        ("PGDATABASE", settings.Database),
        ("PGPASSWORD", settings.Password),
        ("PGPASSFILE", settings.Passfile),
        ("PGSSLROOTCERT", settings.RootCertificate),
        ("PGSSLMODE", settings.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        }),
        ("PGCONNECT_TIMEOUT", "15"),
        ("PGAPPNAME", "Notejam.Backup"),
    ];
}
