using System.Globalization;

namespace Notejam.Tests.Hosting;

static class ServerProcesses
{
    /// <summary>The processes that work in a folder, as PostgreSQL's do in their cluster's.</summary>
    public static List<int> In(string folder) => [.. Directory.EnumerateDirectories("/proc").Where(p => WorksIn(p, folder)).Select(p => int.Parse(Path.GetFileName(p), CultureInfo.InvariantCulture))];

    static bool WorksIn(string process, string folder)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _) && File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == folder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
