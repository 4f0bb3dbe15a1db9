using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// Against which certificates the server's is checked. Left to themselves, Npgsql takes the system's and libpq the
/// user's.
/// </summary>
static class TrustedRoots
{
    /// <summary>Where Debian, Red Hat, SUSE, Alpine and macOS keep all of theirs in one file.</summary>
    static readonly string[] OfTheSystem =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>With a root that is named, Require checks it too, as libpq reads it.</summary>
    public static (SslMode Mode, string? Root) Of(string setting, NpgsqlConnectionStringBuilder given)
    {
        var named = string.IsNullOrEmpty(given.RootCertificate) ? null : Path.GetFullPath(given.RootCertificate);
        return given.SslMode switch
        {
            SslMode.VerifyCA or SslMode.VerifyFull =>
                (given.SslMode, named ?? OfUser() ?? OfSystem() ?? throw NoRoots(setting)),
            SslMode.Require when named is not null => (SslMode.VerifyCA, named),
            var mode => (mode, null),
        };
    }

    static ConfigurationException NoRoots(string setting) =>
        new($"{setting} wants the server's certificate checked, and this machine trusts none. " +
            "Name a Root Certificate.");

    static string? OfUser()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = Path.Combine(home, ".postgresql", "root.crt");
        return File.Exists(file) ? file : null;
    }

    /// <summary>.NET reads the variable too.</summary>
    static string? OfSystem() => Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } given
        ? given
        : Array.Find(OfTheSystem, File.Exists);
}
