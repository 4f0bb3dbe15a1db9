using System.Globalization;

namespace Notejam.Backup;

/// <summary>Numbers of things in sentences.</summary>
static class Counted
{
    /// <summary>Such as "1 note" and "2 notes".</summary>
    public static string Of(long number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
