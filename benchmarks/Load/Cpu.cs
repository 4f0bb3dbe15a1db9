using System.Globalization;

namespace Load;

/// <summary>What processes have used of the processors, in seconds, as the kernel counts it.</summary>
static class Cpu
{
    /// <summary>Of /proc: the kernel's own ticks are finer, these are the same on every machine.</summary>
    const double TicksPerSecond = 100;

    /// <summary>Of one process, all its threads.</summary>
    public static double Of(int process) => Read(process) is { } stat ? (stat.User + stat.System) / TicksPerSecond : 0;

    /// <summary>Of PostgreSQL: the processes that live, and, by their parent, those that have ended.</summary>
    public static double OfPostgres(int postmaster)
    {
        var all = Read(postmaster) is { } parent ? parent.User + parent.System + parent.Ended : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process)) continue;
            if (Read(process) is { } stat && stat.Parent == postmaster) all += stat.User + stat.System;
        }
        return all / TicksPerSecond;
    }

    /// <summary>Null if it has ended.</summary>
    static (int Parent, long User, long System, long Ended)? Read(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The name of the program may hold anything, and ends with the last bracket.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return ((int)Field(1), Field(11), Field(12), Field(13) + Field(14));

            long Field(int number) => long.Parse(fields[number], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
