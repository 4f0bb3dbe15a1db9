namespace Notejam.ServiceDefaults;

/// <summary>Folders that settings name.</summary>
public static class FolderPath
{
    /// <summary>The whole path. A leading ~ is the home folder: in a file of settings no shell puts that in.</summary>
    /// <param name="given">Such as <c>~/backups</c>.</param>
    /// <exception cref="ConfigurationException">It begins with what only a shell would put in.</exception>
    public static string Full(string given)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (given == "~") return home;
        if (given[0] == '$' || (given[0] == '~' && given[1] != '/'))
            throw new ConfigurationException(
                $"{given} begins with what only a shell puts in. " +
                "Write the whole path of the folder, or one that begins with ~/.");
        var isAtHome = given.StartsWith("~/", StringComparison.Ordinal);
        return Path.GetFullPath(isAtHome ? Path.Combine(home, given[2..]) : given);
    }
}
