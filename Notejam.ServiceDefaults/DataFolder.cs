using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults;

/// <summary>Where a developer's machine keeps what is not in a given database: the private server, and mail that was not sent.</summary>
public static class DataFolder
{
    /// <summary>
    /// <c>NOTEJAM_DATA</c>, else <c>notejam</c> in the user's data folder. For root that is <c>/var/lib/notejam</c>:
    /// PostgreSQL refuses to run as root, and no other user may enter root's home.
    /// </summary>
    /// <param name="configuration">The whole configuration.</param>
    public static string Path(IConfiguration configuration)
    {
        if (configuration["NOTEJAM_DATA"] is { Length: > 0 } given) return FolderPath.Full(given);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()) return "/var/lib/notejam";
        return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "notejam");
    }
}
