using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Notejam.Tests.Hosting;

/// <summary>An answer, read to the end.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, HttpResponseMessage Message, IDocument Document)
{
    static readonly IBrowsingContext Browsing = BrowsingContext.New(Configuration.Default);

    public string Location => Message.Headers.Location?.OriginalString ?? "";
    public string Title => Document.Title ?? "";
    public string Heading => Document.QuerySelector("h1")?.TextContent ?? "";
    public string? Flash =>
        (Document.QuerySelector("form.flash > [role=status], .flash > [role=status]:has(+ a)")
            ?? Document.QuerySelector(".flash"))?.TextContent.Trim();
    public string Token => Document.QuerySelector("[name=csrf]")!.GetAttribute("value")!;

    /// <summary>The page's form: the one in the main part, not the account menu's.</summary>
    public IHtmlFormElement Form => (IHtmlFormElement?)Document.QuerySelector("main form:not(.flash)")
        ?? throw new InvalidOperationException($"No form in the page of {(int)Status}: {Body}");

    /// <summary>What takes back what was just done.</summary>
    public IHtmlFormElement Undo => (IHtmlFormElement)Document.QuerySelector("main form.flash")!;

    /// <summary>The fields that have an error beside them, in order.</summary>
    public IEnumerable<string> Wrong =>
        Document.QuerySelectorAll("[aria-invalid=true]").Select(e => e.GetAttribute("name")!);

    /// <summary>The error beside a field.</summary>
    public string Error(string field) => Document.GetElementById($"{field}-error")?.TextContent ?? "";

    /// <summary>The pads beside the page with their counts, or what is said where there are none.</summary>
    public IEnumerable<string> Pads =>
        Document.QuerySelectorAll(".side ul[aria-labelledby=my-pads] a, .side .hint").Select(a => a.TextContent);

    /// <summary>The tags beside the page with their counts.</summary>
    public IEnumerable<string> Tags =>
        Document.QuerySelectorAll(".side ul[aria-labelledby=my-tags] a").Select(a => a.TextContent.Trim());

    /// <summary>Where the list goes on ("next") or back ("prev"); null where it ends.</summary>
    public string? Link(string rel) => Document.QuerySelector($".pager [rel={rel}]")?.GetAttribute("href");

    /// <summary>The names of what the search found.</summary>
    public IEnumerable<string> Hits => Document.QuerySelectorAll(".hits h2").Select(h => h.TextContent.Trim());

    public IEnumerable<string> Notes => Document.QuerySelectorAll(".notes .name > a").Select(a => a.TextContent);

    public static async Task<Answer> ReadAsync(HttpResponseMessage message)
    {
        var body = await message.Content.ReadAsStringAsync();
        return new Answer(message.StatusCode, body, message, await Browsing.OpenAsync(r => r.Content(body)));
    }
}
