using System.Globalization;
using System.Text;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Notejam.Web.Markdown;

/// <summary>
/// The page's first heading is the note's name, so that those of the text begin with the second. Each has an anchor
/// that no other part of a page has.
/// </summary>
sealed class HeadingWriter : HtmlObjectRenderer<HeadingBlock>
{
    const int Deepest = 6;
    readonly Dictionary<string, int> seen = [];

    /// <summary>The anchor that a heading of these words has.</summary>
    public static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder("h-");
        foreach (var c in heading)
        {
            if (char.IsLetterOrDigit(c)) anchor.Append(char.ToLowerInvariant(c));
            else if (anchor[^1] != '-') anchor.Append('-');
        }
        return anchor.Length > 2 && anchor[^1] == '-' ? anchor.ToString(0, anchor.Length - 1) : anchor.ToString();
    }

    protected override void Write(HtmlRenderer html, HeadingBlock heading)
    {
        var level = Math.Min(heading.Level + 1, Deepest);
        html.Write(string.Create(CultureInfo.InvariantCulture, $"""<h{level} id="{Anchor(heading)}" dir="auto">"""))
            .WriteLeafInline(heading)
            .Write(string.Create(CultureInfo.InvariantCulture, $"</h{level}>"));
    }

    string Anchor(HeadingBlock heading)
    {
        var anchor = AnchorOf(PlainWords.Of(heading.Inline!.Descendants()));
        var times = seen[anchor] = seen.GetValueOrDefault(anchor) + 1;
        // No other anchor has a point.
        return times == 1 ? anchor : string.Create(CultureInfo.InvariantCulture, $"{anchor}.{times}");
    }
}
