using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Notejam.Tests.Hosting;
using Notejam.Web.Markdown;

namespace Notejam.Tests.Markdown;

/// <summary>
/// The examples of CommonMark's specification read as it says. What Notejam writes otherwise on purpose
/// (docs/markdown.md) is made the same before the two are compared; examples of what it reads otherwise are left out.
/// </summary>
public sealed partial class CommonMarkTests
{
    const string Folder = "artifacts/npm/commonmark/node_modules/commonmark-spec";

    /// <summary>HTML is text in Notejam.</summary>
    static readonly string[] SectionsOfHtml = ["HTML blocks", "Raw HTML"];

    /// <summary>
    /// By their numbers: HTML elsewhere, addresses that are links without angle brackets, links to notes.
    /// </summary>
    static readonly int[] Otherwise =
        [21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 559, 608, 611, 642, 643];

    /// <summary>Definitions that nothing refers to are shown.</summary>
    static readonly int[] Unreferenced = [204, 207, 208, 210, 317, 537, 538, 544, 545, 563, 565, 567, 571, 592];

    sealed record Example(int Number, string Section, string Text, string Html);

    [Fact]
    public async Task Examples_of_the_specification()
    {
        await Tool.RunAsync("bash", "", "eng/npm.sh", "commonmark");
        var spec = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, Folder, "spec.txt"), TestContext.Current.CancellationToken);
        var examples = Parse(spec).ToList();
        Assert.Equal(652, examples.Count);
        var different = examples
            .Where(e => !SectionsOfHtml.Contains(e.Section))
            .Where(e => Expected(e.Html) != Plain(NoteMarkdown.ToHtml(e.Text, canTick: false, NoteLinkTargets.None)))
            .Select(e => e.Number);
        Assert.Equal([.. Otherwise.Concat(Unreferenced).Order()], different);
    }

    static IEnumerable<Example> Parse(string spec)
    {
        var (section, number) = ("", 0);
        foreach (Match part in Part().Matches(spec))
        {
            if (part.Groups["section"].Success) section = part.Groups["section"].Value;
            else yield return new(++number, section, Tabs(part.Groups["text"].Value), Tabs(part.Groups["html"].Value));
        }
    }

    static string Tabs(string shown) => shown.Replace('→', '\t');

    /// <summary>As Notejam writes it: headings from the second, images as links, no link but to pages.</summary>
    static string Expected(string html)
    {
        var lower = Heading().Replace(html, h => $"{h.Groups[1]}{"234566"[h.Groups[2].Value[0] - '1']}>");
        var body = new HtmlParser().ParseDocument($"<body>{lower}").Body!;
        foreach (var image in body.QuerySelectorAll("img"))
        {
            var link = image.Owner!.CreateElement("a");
            link.SetAttribute("href", image.GetAttribute("src")!);
            if (image.GetAttribute("title") is { } title) link.SetAttribute("title", title);
            link.TextContent = image.GetAttribute("alt") is { Length: > 0 } words ? words : image.GetAttribute("src")!;
            image.Replace(link);
        }
        foreach (var link in body.QuerySelectorAll("a"))
        {
            var address = Links.Safe(link.GetAttribute("href"));
            var isWithinLink = link.ParentElement!.Closest("a") is not null;
            if (address is null || isWithinLink) link.Replace([.. link.ChildNodes]);
            else link.SetAttribute("href", address);
        }
        return Plain(body.InnerHtml);
    }

    static string Plain(string html)
    {
        var lines = LineBreak().Replace(html, "\n");
        var body = new HtmlParser().ParseDocument($"<body>{lines}").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            foreach (var name in (string[])["dir", "id", "class", "tabindex"]) element.RemoveAttribute(name);
        }
        return AroundBlock().Replace(body.InnerHtml, "$1").Replace("\n", " ", StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"^\#+\ (?<section>.+?)$|^`{32}\ example\n(?<text>.*?)^\.\n(?<html>.*?)^`{32}$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();

    [GeneratedRegex("(</?h)([1-6])>")]
    private static partial Regex Heading();

    [GeneratedRegex("<br>\n? *")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\s*(</?(?:p|ul|ol|li|blockquote|h[1-6]|hr|pre)\b[^>]*>)\s*")]
    private static partial Regex AroundBlock();
}
