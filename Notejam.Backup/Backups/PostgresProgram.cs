using System.Diagnostics;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;

namespace Notejam.Backup.Backups;

/// <summary>pg_dump or pg_restore of this machine.</summary>
sealed record PostgresProgram(string Path, string Version)
{
    public int Major => PostgresBinaries.MajorOf(Version);

    /// <summary>
    /// The oldest that is new enough: pg_dump refuses a server, and pg_restore an archive, that is newer than itself;
    /// and both may say things that an older server does not understand.
    /// </summary>
    public static PostgresProgram Find(string name, int major) => FindIn(PostgresBinaries.Folders(), name, major);

    internal static PostgresProgram FindIn(IEnumerable<string> folders, string name, int major)
    {
        var found = PostgresBinaries.Programs(folders, name)
            .Select(p => new PostgresProgram(p.Path, p.Version))
            .OrderBy(p => p.Major)
            .ToList();
        if (found.Find(p => p.Major >= major) is { } newEnough) return newEnough;
        var what = found.Count == 0
            ? $"{name} was not found on this machine."
            : $"{name} {found[^1].Version} is too old: version {major} or newer is needed.";
        throw new ConfigurationException(
            $"{what} Install it " +
            $"(Debian, Ubuntu: apt-get install postgresql-client-{major}; macOS: brew install libpq), " +
            "or name the folder of PostgreSQL's programs in NOTEJAM_PG_BIN.");
    }

    /// <summary>Starts it on a database, or on none. What else says where that is, it does not get to see.</summary>
    public ProgramRun Start(PostgresDatabase? database, string[] arguments, CancellationToken cancel)
    {
        var all = database is null ? arguments : [.. arguments, database.Settings.DatabaseArgument];
        var start = new ProcessStartInfo(Path, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in start.Environment.Keys.Where(ConnectionSettings.IsRead).ToList())
            start.Environment.Remove(variable);
        foreach (var (variable, value) in database?.Settings.Environment ?? [])
        {
            if (!string.IsNullOrEmpty(value)) start.Environment[variable] = value;
        }
        var name = System.IO.Path.GetFileNameWithoutExtension(Path);
        var what = database is null ? name : $"{name} of the database {database.Name} at {database.Server}";
        return new ProgramRun(Process.Start(start)!, what, cancel);
    }
}
