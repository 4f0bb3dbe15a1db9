using System.Text.RegularExpressions;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Notejam.Web.Markdown;

/// <summary>Where links of a note may lead.</summary>
static partial class Links
{
    /// <summary>Null for an address that no link may have.</summary>
    public static string? Safe(string? address)
    {
        if (address is null) return null;
        if (address.StartsWith('#')) return $"#{HeadingWriter.AnchorOf(Uri.UnescapeDataString(address[1..]))}";
        return Allowed().IsMatch(address) ? address : null;
    }

    /// <summary>A link within a link would end it.</summary>
    public static bool IsWithinLink(this Inline inline)
    {
        for (var around = inline.Parent; around is not null; around = around.Parent)
        {
            if (around is LinkInline) return true;
        }
        return false;
    }

    /// <summary>Pages, mail, telephone, and what is on this site.</summary>
    [GeneratedRegex(@"^(https?://|mailto:|tel:|/(?![/\\]))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}

/// <summary>Also of images: a page loads nothing from elsewhere.</summary>
sealed class LinkWriter : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer html, LinkInline link)
    {
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url;
        var safe = html.EnableHtmlForInline && !link.IsWithinLink() ? Links.Safe(address) : null;
        if (safe is not null)
        {
            html.Write("<a href=\"").WriteEscapeUrl(safe).Write('"');
            if (!string.IsNullOrEmpty(link.Title)) html.Write($" title=\"{NoteRenderer.Encode(link.Title)}\"");
            html.Write('>');
        }
        if (link.IsImage) WriteImage(html, link, address);
        else html.WriteChildren(link);
        if (safe is not null) html.Write("</a>");
    }

    static void WriteImage(HtmlRenderer html, LinkInline image, string? address)
    {
        if (image.FirstChild is null) html.Write(NoteRenderer.Encode(address ?? ""));
        var couldHaveHtml = html.EnableHtmlForInline;
        html.EnableHtmlForInline = false;
        html.WriteChildren(image);
        html.EnableHtmlForInline = couldHaveHtml;
    }
}

/// <summary>An address in angle brackets.</summary>
sealed class AutolinkWriter : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer html, AutolinkInline link)
    {
        var words = NoteRenderer.Encode(link.Url);
        var address = Links.Safe(link.IsEmail ? $"mailto:{link.Url}" : link.Url);
        if (!html.EnableHtmlForInline || address is null || link.IsWithinLink()) html.Write(words);
        else html.Write("<a href=\"").WriteEscapeUrl(address).Write($"\">{words}</a>");
    }
}
