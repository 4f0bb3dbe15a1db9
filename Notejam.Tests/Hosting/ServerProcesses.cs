using System.Globalization;
using System.Runtime.InteropServices;

namespace Notejam.Tests.Hosting;

/// <summary>The processes that work in a folder, as PostgreSQL's do in their cluster's.</summary>
static partial class ServerProcesses
{
    public const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    public static List<int> In(string folder)
    {
        var processes = Directory.EnumerateDirectories("/proc").Where(p => WorksIn(p, folder));
        return [.. processes.Select(p => int.Parse(Path.GetFileName(p), CultureInfo.InvariantCulture))];
    }

    /// <summary>Kills the server as a power cut would, and waits until it is gone.</summary>
    public static async Task KillAsync(string folder)
    {
        Send(folder, SigKill);
        while (In(folder).Count > 0) await Task.Delay(20);
    }

    public static void Send(string folder, int signal)
    {
        foreach (var pid in In(folder)) Send(pid, signal);
    }

    /// <summary>True unless the process has ended already.</summary>
    public static bool Send(int pid, int signal) => kill(pid, signal) == 0;

    static bool WorksIn(string process, string folder)
    {
        try
        {
            if (!int.TryParse(Path.GetFileName(process), out _)) return false;
            var place = File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false);
            return place?.FullName == folder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
