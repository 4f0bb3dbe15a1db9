namespace Notejam.ServiceDefaults;

/// <summary>Folders that settings name.</summary>
public static class FolderPath
{
    /// <summary>The whole path. A leading ~ is the home folder: in a file of settings no shell puts that in.</summary>
    /// <param name="given">Such as <c>~/backups</c>.</param>
    public static string Full(string given)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (given == "~") return home;
        return Path.GetFullPath(given.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, given[2..]) : given);
    }
}
