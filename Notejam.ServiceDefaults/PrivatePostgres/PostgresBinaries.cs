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
        if (Environment.GetEnvironmentVariable("NOTEJAM_PG_BIN") is { Length: > 0 } given && !In([given]).Any())
            throw new ConfigurationException(
                $"NOTEJAM_PG_BIN={given} holds no PostgreSQL programs (initdb, pg_ctl, postgres).");
        return FindIn(Folders(), major);
    }

    internal static PostgresBinaries FindIn(IEnumerable<string> folders, int? major)
    {
        var found = In(folders).OrderByDescending(b => b.Major).ToList();
        return found.FirstOrDefault(b => major is null ? b.Major >= Oldest : b.Major == major)
            ?? throw new ConfigurationException(major is null
                ? $"No PostgreSQL server of version {Oldest} or newer was found on this machine.\n{HowToInstall}"
                : $"The data folder was made by PostgreSQL {major}, " +
                    $"and there is no PostgreSQL {major} on this machine (found: {Versions(found)}).\n{HowToInstall}");
    }

    /// <summary>The full path of one of the programs.</summary>
    /// <param name="name">Its name without an extension.</param>
    public string Program(string name) => PathOf(Folder, name);

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

    /// <summary>Looks for one program in each of the folders, and asks it for its version.</summary>
    /// <param name="folders">Where to look, such as <see cref="Folders"/>.</param>
    /// <param name="name">Its name without an extension.</param>
    /// <returns>Where it is, and what it says, such as 15.18; in the order of the folders.</returns>
    public static IEnumerable<(string Path, string Version)> Programs(IEnumerable<string> folders, string name)
    {
        foreach (var path in folders.Distinct().Select(f => PathOf(f, name)).Where(File.Exists))
        {
            var ask = new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true };
            using var process = Process.Start(ask);
            var version = VersionNumber().Match(process?.StandardOutput.ReadToEnd() ?? "");
            if (version.Success) yield return (path, version.Groups[1].Value);
        }
    }

    /// <summary>The major version.</summary>
    /// <param name="version">Such as 15.18.</param>
    /// <exception cref="FormatException">It does not begin with a number.</exception>
    public static int MajorOf(string version) => int.Parse(version.Split('.')[0], CultureInfo.InvariantCulture);

    static IEnumerable<PostgresBinaries> In(IEnumerable<string> folders) =>
        Programs(folders, "postgres")
            .Select(p => new PostgresBinaries(Path.GetDirectoryName(p.Path)!, MajorOf(p.Version)))
            .Where(b => File.Exists(b.Program("initdb")) && File.Exists(b.Program("pg_ctl")));

    static string PathOf(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (\d+(\.\d+)*)")]
    private static partial Regex VersionNumber();
}
