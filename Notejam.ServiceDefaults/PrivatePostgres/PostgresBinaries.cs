using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Notejam.ServiceDefaults.PrivatePostgres;

/// <summary>The PostgreSQL programs of this machine, in one folder and of one major version.</summary>
/// <param name="Folder">The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">The major version, such as 15.</param>
public sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version whose initdb and collations Notejam is tested with.</summary>
    public const int Oldest = 15;

    const string HowToInstall = """
        Install it:
          Debian, Ubuntu   apt-get install postgresql
          Fedora           dnf install postgresql-server
          macOS            brew install postgresql@17
          Windows          winget install PostgreSQL.PostgreSQL.17
        or name the folder of its programs in NOTEJAM_PG_BIN,
        or use a server of your own: ConnectionStrings__notejam="Host=...;Database=...;Username=...;Password=..."
        """;

    /// <summary>Finds the newest programs, or those of one version when a data folder already has one.</summary>
    /// <param name="major">The version that is needed, or null for the newest.</param>
    /// <exception cref="ConfigurationException">There are none; the message says how to install them.</exception>
    public static PostgresBinaries Find(int? major = null)
    {
        if (Environment.GetEnvironmentVariable("NOTEJAM_PG_BIN") is { Length: > 0 } given && Open(given) is null)
            throw new ConfigurationException(
                $"NOTEJAM_PG_BIN={given} holds no PostgreSQL programs (initdb, pg_ctl, postgres).");
        return FindIn(Folders(), major);
    }

    internal static PostgresBinaries FindIn(IEnumerable<string> folders, int? major)
    {
        var found = folders.Distinct().Select(Open).OfType<PostgresBinaries>().OrderByDescending(b => b.Major).ToList();
        return found.FirstOrDefault(b => major is null ? b.Major >= Oldest : b.Major == major)
            ?? throw new ConfigurationException(major is null
                ? $"No PostgreSQL server of version {Oldest} or newer was found on this machine.\n{HowToInstall}"
                : $"The data folder was made by PostgreSQL {major}, " +
                    $"and there is no PostgreSQL {major} on this machine (found: {Versions(found)}).\n{HowToInstall}");
    }

    /// <summary>The full path of one of the programs.</summary>
    /// <param name="name">Its name without an extension.</param>
    public string Program(string name) => Path.Combine(Folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    static string Versions(List<PostgresBinaries> found) =>
        found.Count == 0 ? "none" : string.Join(", ", found.Select(b => b.Major));

    /// <summary>
    /// Where PostgreSQL's programs are looked for: <c>NOTEJAM_PG_BIN</c> alone if it is set, else the usual places.
    /// </summary>
    public static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("NOTEJAM_PG_BIN") is { Length: > 0 } given) return [given];
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return
        [
            .. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            .. Below("/usr/lib/postgresql", "*", "bin"),
            .. Below("/usr", "pgsql-*", "bin"),
            .. Below("/opt/homebrew/opt", "postgresql*", "bin"),
            .. Below("/usr/local/opt", "postgresql*", "bin"),
            .. Below(@"C:\Program Files\PostgreSQL", "*", "bin"),
        ];
    }

    static IEnumerable<string> Below(string root, string pattern, string leaf) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root, pattern).Select(d => Path.Combine(d, leaf)) : [];

    static PostgresBinaries? Open(string folder)
    {
        var binaries = new PostgresBinaries(folder, 0);
        string[] needed = [binaries.Program("postgres"), binaries.Program("initdb"), binaries.Program("pg_ctl")];
        if (!Array.TrueForAll(needed, File.Exists)) return null;
        var ask = new ProcessStartInfo(binaries.Program("postgres"), "--version") { RedirectStandardOutput = true };
        using var process = Process.Start(ask);
        var version = MajorVersion().Match(process?.StandardOutput.ReadToEnd() ?? "");
        if (!version.Success) return null;
        return binaries with { Major = int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture) };
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex MajorVersion();
}
