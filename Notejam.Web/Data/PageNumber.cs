using System.Globalization;

namespace Notejam.Web.Data;

static class PageNumber
{
    const int Most = 9_999;

    /// <summary>The first for nonsense, and for what is far beyond any list.</summary>
    public static int Of(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= Most ? number : 1;
}
