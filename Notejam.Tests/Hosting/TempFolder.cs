namespace Notejam.Tests.Hosting;

static class TempFolder
{
    /// <summary>A new folder that also the user who runs PostgreSQL may enter.</summary>
    public static string Create(string name)
    {
        var folder = Directory.CreateTempSubdirectory($"notejam-{name}-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        return folder;
    }
}
