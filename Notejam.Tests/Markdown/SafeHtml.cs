using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Notejam.Tests.Markdown;

/// <summary>What a rendered note may consist of, and nothing else.</summary>
static partial class SafeHtml
{
    static readonly HtmlParser Parser = new(new HtmlParserOptions { IsStrictMode = true });

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["p"] = ["dir"],
        ["br"] = [],
        ["em"] = [],
        ["strong"] = [],
        ["s"] = [],
        ["code"] = [],
        ["pre"] = ["tabindex"],
        ["blockquote"] = ["dir"],
        ["hr"] = [],
        ["ul"] = ["dir"],
        ["ol"] = ["dir", "start"],
        ["li"] = ["class", "id", "dir", "value"],
        ["input"] = ["type", "disabled", "checked", "aria-label"],
        ["div"] = ["class", "role", "aria-label", "tabindex"],
        ["table"] = ["dir"],
        ["thead"] = [],
        ["tbody"] = [],
        ["tr"] = [],
        ["th"] = ["scope", "class"],
        ["td"] = ["class"],
        ["a"] = ["href", "title", "aria-label", "class"],
        ["span"] = ["class"],
        ["sup"] = ["id"],
        ["section"] = ["class", "aria-label"],
        ["h2"] = ["id", "dir"],
        ["h3"] = ["id", "dir"],
        ["h4"] = ["id", "dir"],
        ["h5"] = ["id", "dir"],
        ["h6"] = ["id", "dir"],
    };

    /// <exception cref="HtmlParseException">It is not even HTML.</exception>
    public static void Check(string text, string html)
    {
        // What cannot be seen is written as an entity everywhere in Notejam, which browsers show as nothing.
        html = Control().Replace(html, "");
        var body = Parser.ParseDocument($"<!doctype html><title>x</title><body>{html}").Body!;
        foreach (var element in body.Descendants<IElement>())
        {
            Assert.True(Allowed.TryGetValue(element.LocalName, out var attributes), $"{element.LocalName} from {text}");
            Assert.All(element.Attributes, a => Assert.Contains(a.LocalName, attributes));
            if (element.GetAttribute("href") is { } address) Assert.Matches(Address(), address);
            if (element.LocalName == "a") Assert.Null(element.ParentElement!.Closest("a"));
            if (element.Id is { Length: > 0 } id) Assert.Matches(Id(), id);
        }
        var ids = body.Descendants<IElement>().Select(e => e.Id).Where(id => id is { Length: > 0 }).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [GeneratedRegex(@"^(https?://|mailto:|tel:|#(h-|fn)|/([^/\\]|$))", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("&#x(1?[0-9A-F]|7F);")]
    private static partial Regex Control();

    [GeneratedRegex("^(h-|fn[0-9]|fnref[0-9])")]
    private static partial Regex Id();
}
