using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>What Npgsql understands and pg_dump cannot be told: it would connect otherwise than was meant.</summary>
static class RefusedKeys
{
    static readonly (Func<NpgsqlConnectionStringBuilder, bool> IsSet, string Why)[] Rules =
    [
        (s => s.Host!.Contains(','),
            "has several hosts in Host, and a backup or a restore goes to one server. Name that one"),
        (s => s.TargetSessionAttributes is { Length: > 0 } wanted && !IsAny(wanted),
            "has Target Session Attributes, which choose among several hosts. Leave them out, and name the one server"),
        (s => !string.IsNullOrEmpty(s.SslPassword),
            "has an SSL Password, which pg_dump cannot be told. " +
            "Give SSL Key a key without one, for this user's eyes only"),
        (s => Path.GetExtension(s.SslCertificate ?? "").ToUpperInvariant() is ".PFX" or ".P12",
            "has an SSL Certificate that is a PKCS#12 file, which pg_dump cannot read. Give it a file in PEM"),
        (s => s.CheckCertificateRevocation,
            "has Check Certificate Revocation, which pg_dump cannot be told. Leave it out"),
        (s => !string.IsNullOrEmpty(s.RequireAuth),
            "has Require Auth, which pg_dump cannot be held to before version 16. Leave it out"),
        (s => IsMissing(s.RootCertificate), "names a Root Certificate that is not there"),
        (s => IsMissing(s.SslCertificate), "names an SSL Certificate that is not there"),
        (s => IsMissing(s.SslKey), "names an SSL Key that is not there"),
        (s => IsMissing(s.Passfile), "names a Passfile that is not there"),
    ];

    /// <exception cref="ConfigurationException">One is set.</exception>
    public static void Check(string setting, NpgsqlConnectionStringBuilder given)
    {
        foreach (var (isSet, why) in Rules)
        {
            if (isSet(given)) throw new ConfigurationException($"{setting} {why}.");
        }
    }

    static bool IsAny(string wanted) => wanted.Equals("any", StringComparison.OrdinalIgnoreCase);

    static bool IsMissing(string? file) => !string.IsNullOrEmpty(file) && !File.Exists(file);
}
