using System.Globalization;

namespace Notejam.Web.Pads;

static class PadNames
{
    /// <summary>Whether a name has this part, as people read it: "cafe" is in "My Café".</summary>
    public static bool Contains(string name, string part) =>
        // Longer than any name is in none; comparing it with each would only cost.
        part.Length <= Pad.NameLength
        && CultureInfo.InvariantCulture.CompareInfo.IndexOf(
            name, part, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}
