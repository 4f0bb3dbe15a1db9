using System.Runtime.Versioning;
using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults;

/// <summary>
/// Where a developer's machine keeps what is not in a given database: the private server, and mail that was not sent.
/// </summary>
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
        if (IsRoot) return "/var/lib/notejam";
        // It is only named here: whoever asks where it is may live in a file system that takes no writes.
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.Combine(home, "notejam");
    }

    /// <summary>
    /// Makes a folder that its owner alone may read. Missing ones above it are made by root so that others may pass,
    /// whatever the umask is: what root starts here runs as another user.
    /// </summary>
    /// <param name="folder">Its full path.</param>
    public static void Make(string folder)
    {
        var above = new Stack<string>();
        var parent = System.IO.Path.GetDirectoryName(folder);
        while (parent is not null && !Directory.Exists(parent))
        {
            above.Push(parent);
            parent = System.IO.Path.GetDirectoryName(parent);
        }
        foreach (var path in above)
        {
            Directory.CreateDirectory(path);
            if (IsRoot) File.SetUnixFileMode(path, Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, Owner);
    }

    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [UnsupportedOSPlatformGuard("windows")]
    static bool IsRoot => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows();
}
