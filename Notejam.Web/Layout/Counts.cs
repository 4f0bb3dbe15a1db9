using System.Globalization;

namespace Notejam.Web.Layout;

static class Counts
{
    /// <summary>As people read numbers: 10,050.</summary>
    public static string Grouped(this int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Notes(this int count) => count == 1 ? "1 note" : $"{count.Grouped()} notes";
}
