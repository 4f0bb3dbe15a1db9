using Notejam.Backup.Backups;
using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Tests.Backups;

/// <summary>
/// Each key of a connection string is told to the programs too, is of Npgsql's own business, or is refused.
/// </summary>
public sealed class ConnectionSettingsTests
{
    const string Place = "Host=db.example.org;Database=notejam;Username=mira;Password=secret";

    /// <summary>
    /// How Npgsql keeps, reads and shows things on its side; the order of a backup does not depend on it.
    /// </summary>
    static readonly string[] OfNpgsql =
    [
        "ApplicationName", "ArrayNullabilityMode", "AutoPrepareMinUsages", "CancellationTimeout", "ClientEncoding",
        "CommandTimeout", "ConnectionIdleLifetime", "ConnectionLifetime", "ConnectionPruningInterval", "Encoding",
        "Enlist", "HostRecheckSeconds", "IncludeErrorDetail", "IncludeFailedBatchedCommand", "IncludeRealm",
        "InternalCommandTimeout", "KeepAlive", "LoadBalanceHosts", "LoadTableComposites", "LogParameters",
        "MaxAutoPrepare", "MaxPoolSize", "MinPoolSize", "Multiplexing", "NoResetOnClose", "PersistSecurityInfo",
        "Pooling", "ReadBufferSize", "ReplicationMode", "SearchPath", "ServerCompatibilityMode",
        "SocketReceiveBufferSize", "SocketSendBufferSize", "TcpKeepAlive", "TcpKeepAliveInterval", "TcpKeepAliveTime",
        "Timezone", "TrustServerCertificate", "WriteBufferSize", "WriteCoalescingBufferThresholdBytes",
    ];

    static readonly string[] Refused =
    [
        "CheckCertificateRevocation", "RequireAuth", "SslPassword", "TargetSessionAttributes",
    ];

    static readonly string[] Told =
    [
        "ChannelBinding", "Database", "GssEncryptionMode", "Host", "KerberosServiceName", "Options", "Passfile",
        "Password", "Port", "RootCertificate", "SslCertificate", "SslKey", "SslMode", "SslNegotiation", "Timeout",
        "Username",
    ];

    [Fact]
    public void No_key_of_Npgsqls_is_forgotten()
    {
        var builder = typeof(NpgsqlConnectionStringBuilder);
        var keys = builder.GetProperties()
            .Where(p => p.DeclaringType == builder && p.CanWrite && p.GetIndexParameters().Length == 0);
        Assert.Empty(keys.Select(p => p.Name).Except([.. OfNpgsql, .. Refused, .. Told]));
    }

    [Theory]
    [InlineData("", "PGHOST", "db.example.org")]
    [InlineData("", "PGPORT", "5432")]
    [InlineData("", "PGUSER", "mira")]
    [InlineData("", "PGPASSWORD", "secret")]
    [InlineData("", "PGSSLMODE", "prefer")]
    [InlineData("", "PGSSLROOTCERT", "/nonexistent")]
    [InlineData("", "PGGSSENCMODE", "prefer")]
    [InlineData("Host=h:5433", "PGHOST", "h")]
    [InlineData("Host=h:5433", "PGPORT", "5433")]
    [InlineData("Host=[::1]:5433", "PGHOST", "::1")]
    [InlineData("Host=[::1]:5433", "PGPORT", "5433")]
    [InlineData("Host=::1", "PGHOST", "::1")]
    [InlineData("Host=/run/postgresql", "PGHOST", "/run/postgresql")]
    [InlineData("SSL Mode=Disable", "PGSSLMODE", "disable")]
    [InlineData("SSL Mode=Require", "PGSSLMODE", "require")]
    [InlineData("SSL Mode=Require;SSL Negotiation=Direct", "PGSSLNEGOTIATION", "direct")]
    [InlineData("Channel Binding=Require", "PGCHANNELBINDING", "require")]
    [InlineData("GSS Encryption Mode=Disable", "PGGSSENCMODE", "disable")]
    [InlineData("Kerberos Service Name=pg", "PGKRBSRVNAME", "pg")]
    [InlineData("Application Name=mine", "PGAPPNAME", "Notejam.Backup")]
    [InlineData("Timeout=7", "PGCONNECT_TIMEOUT", "7")]
    [InlineData("Username=", "PGUSER", null)]
    public void Libpq_is_told_what_Npgsql_is(string keys, string variable, string? value)
    {
        var settings = ConnectionSettings.Read("ConnectionStrings__notejam", $"{Place};{keys}");
        var told = Assert.Single(settings.Environment, e => e.Variable == variable);
        Assert.Equal(value ?? Environment.UserName, told.Value);
    }

    /// <summary>Ours come last and win.</summary>
    [Fact]
    public void Options_are_told_to_both()
    {
        const string Given = $"{Place};Options=-c role=owner -c search_path=theirs";
        var settings = ConnectionSettings.Read("ConnectionStrings__notejam", Given);
        var told = Assert.Single(settings.Environment, e => e.Variable == "PGOPTIONS").Value!;
        const string theirs = "-c role=owner -c search_path=theirs -c statement_timeout=0 ";
        Assert.StartsWith(theirs, told, StringComparison.Ordinal);
        Assert.Contains(" -c search_path=public", told, StringComparison.Ordinal);
        Assert.Equal(told, new NpgsqlConnectionStringBuilder(settings.ConnectionString).Options);
    }

    [Theory]
    [InlineData("plain", "--dbname=dbname='plain'")]
    [InlineData("host=x", "--dbname=dbname='host=x'")]
    [InlineData(@"a'b\c", @"--dbname=dbname='a\'b\\c'")]
    public void A_database_is_a_name_and_nothing_else(string name, string argument)
    {
        var connection = new NpgsqlConnectionStringBuilder(Place) { Database = name }.ConnectionString;
        Assert.Equal(argument, ConnectionSettings.Read("ConnectionStrings__notejam", connection).DatabaseArgument);
    }

    [Fact]
    public void A_port_behind_the_host_that_is_none_is_named()
    {
        const string Given = "Host=h:65536;Database=x";
        var wrong = Assert.Throws<ConfigurationException>(() =>
            ConnectionSettings.Read("ConnectionStrings__scratch", Given));
        Assert.Equal("ConnectionStrings__scratch has a Host with a port behind it that is none.", wrong.Message);
    }
}
