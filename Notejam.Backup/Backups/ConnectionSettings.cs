using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// What a connection string says, once for Npgsql and once for PostgreSQL's programs, so that both reach the same
/// server in the same way. What cannot be told to both is refused by its name; variables such as PGHOST are read by
/// neither.
/// </summary>
sealed class ConnectionSettings
{
    /// <summary>
    /// What a role, a database or a server may have set otherwise for every session: a dump takes as long as it takes,
    /// and its tables have the same names everywhere. As options of the start they count before the first statement.
    /// </summary>
    const string Session =
        "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c idle_session_timeout=0 " +
        "-c default_transaction_read_only=off -c search_path=public -c quote_all_identifiers=off";

    /// <summary>Libpq passes a file over that is not there, and would else look into the home of the user.</summary>
    const string NoFile = "/nonexistent";

    readonly string setting;
    readonly NpgsqlConnectionStringBuilder npgsql;

    ConnectionSettings(string setting, NpgsqlConnectionStringBuilder npgsql)
    {
        this.setting = setting;
        this.npgsql = npgsql;
    }

    public string Host => npgsql.Host!;

    public int Port => npgsql.Port;

    public string Database => npgsql.Database!;

    public string User => npgsql.Username!;

    /// <summary>For Npgsql. Reading a whole table takes as long as it takes, and no connection is kept.</summary>
    public string ConnectionString => npgsql.ConnectionString;

    /// <summary>Whether libpq or Npgsql would read the variable.</summary>
    public static bool IsRead(string variable) => variable.StartsWith("PG", StringComparison.Ordinal);

    /// <param name="setting">The name of the setting, such as ConnectionStrings__notejam.</param>
    /// <param name="connectionString">Its value.</param>
    /// <exception cref="ConfigurationException">It is not one, or says what cannot be told to both.</exception>
    public static ConnectionSettings Read(string setting, string connectionString)
    {
        var given = ServiceDefaults.ConnectionString.Read(setting, connectionString);
        RefusedKeys.Check(setting, given);
        var (host, port) = Place(setting, given);
        var (mode, root) = TrustedRoots.Of(setting, given);
        var user = string.IsNullOrEmpty(given.Username) ? System.Environment.UserName : given.Username;
        return new ConnectionSettings(setting, new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Username = user,
            Password = given.Password,
            Passfile = given.Passfile,
            Database = string.IsNullOrEmpty(given.Database) ? user : given.Database,
            SslMode = mode,
            RootCertificate = root,
            SslNegotiation = given.SslNegotiation,
            SslCertificate = given.SslCertificate,
            SslKey = string.IsNullOrEmpty(given.SslKey) ? given.SslCertificate : given.SslKey,
            ChannelBinding = given.ChannelBinding,
            GssEncryptionMode = given.GssEncryptionMode,
            KerberosServiceName = given.KerberosServiceName,
            ApplicationName = "Notejam.Backup",
            Timeout = given.Timeout,
            Options = $"{given.Options} {Session}".TrimStart(),
            Pooling = false,
            CommandTimeout = 0,
            KeepAlive = 30,
        });
    }

    /// <summary>Another database of the same server.</summary>
    public ConnectionSettings Other(string database) =>
        new(setting, new NpgsqlConnectionStringBuilder(npgsql.ConnectionString) { Database = database });

    /// <summary>
    /// For libpq, but for the database. In the environment, so that no other user of the machine sees the password in a
    /// list of processes.
    /// </summary>
    public IEnumerable<(string Variable, string? Value)> Environment =>
    [
        ("PGHOST", npgsql.Host),
        ("PGPORT", $"{npgsql.Port}"),
        ("PGUSER", npgsql.Username),
        ("PGPASSWORD", npgsql.Password),
        ("PGPASSFILE", npgsql.Passfile),
        ("PGSSLMODE", Word(npgsql.SslMode)),
        ("PGSSLROOTCERT", npgsql.RootCertificate ?? NoFile),
        ("PGSSLNEGOTIATION", Word(npgsql.SslNegotiation)),
        ("PGSSLCERT", npgsql.SslCertificate),
        ("PGSSLKEY", npgsql.SslKey),
        ("PGCHANNELBINDING", Word(npgsql.ChannelBinding)),
        ("PGGSSENCMODE", Word(npgsql.GssEncryptionMode)),
        ("PGKRBSRVNAME", npgsql.KerberosServiceName),
        ("PGAPPNAME", npgsql.ApplicationName),
        ("PGCONNECT_TIMEOUT", $"{npgsql.Timeout}"),
        ("PGOPTIONS", npgsql.Options),
    ];

    /// <summary>
    /// For libpq, which takes a name with an equals sign or two slashes for a whole connection string; within one it
    /// does not.
    /// </summary>
    public string DatabaseArgument => $"--dbname=dbname='{Escape(Database)}'";

    static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);

    static string Word(Enum value) => value switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => value.ToString().ToLowerInvariant(),
    };

    /// <summary>Npgsql reads a port behind the host, and brackets around IPv6; libpq knows neither.</summary>
    static (string Host, int Port) Place(string setting, NpgsqlConnectionStringBuilder given)
    {
        var (host, port) = (given.Host!, given.Port);
        var colon = host.LastIndexOf(':');
        var isIPv6 = host.IndexOf(':', StringComparison.Ordinal) < colon && host[colon - 1] != ']';
        if (colon <= 0 || isIPv6 || Path.IsPathRooted(host)) return (host.Trim('[', ']'), port);
        return ushort.TryParse(host.AsSpan(colon + 1), out var behind)
            ? (host[..colon].Trim('[', ']'), behind)
            : throw new ConfigurationException($"{setting} has a Host with a port behind it that is none.");
    }
}
