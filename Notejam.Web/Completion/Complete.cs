using Microsoft.AspNetCore.Http.HttpResults;
using Notejam.ServiceDefaults;
using Notejam.Web.Data;
using Notejam.Web.Http;
using Notejam.Web.Markdown;
using Notejam.Web.Search;
using Notejam.Web.Tags;

namespace Notejam.Web.Completion;

/// <summary>
/// How a tag, or the name of a note in a link, may go on that somebody begins to type: each as it is shown, and as it
/// is written.
/// </summary>
static class Complete
{
    /// <summary>More are not taken in at a glance.</summary>
    const int Most = 8;

    public static void MapCompletion(this WebApplication app)
    {
        app.MapGetAndHead("/complete/tags/", TagsAsync).RequireAuthorization();
        app.MapGetAndHead("/complete/text/", LinksAsync).RequireAuthorization();
    }

    /// <summary>Those that most notes have.</summary>
    static async Task<Ok<string[][]>> TagsAsync(string? typed, Reads reads)
    {
        if (TagNames.One(typed) is not { } begun) return TypedResults.Ok<string[][]>([]);
        var tags = (await reads.GetAsync(new TagListRead()))
            .Where(t => t.Name != begun && t.Name.StartsWith(begun, StringComparison.Ordinal))
            .OrderByDescending(t => t.NoteCount)
            .Take(Most)
            .Select(t => TagNames.Text([t.Name]));
        return TypedResults.Ok(tags.Select(tag => new[] { tag, $"{tag} " }).ToArray());
    }

    /// <summary>Those that were changed last.</summary>
    static async Task<Ok<string[][]>> LinksAsync(string? typed, Reads reads)
    {
        var words = SearchText.Words(TextInput.Cut(TextInput.Line(typed), SearchParser.QueryLength)).ToList();
        // A letter more is the beginning of a word that the search would not look for yet.
        if (words is [_, .., { Length: 1 } last] && !SearchText.IsUnspaced(last)) words.RemoveAt(words.Count - 1);
        var names = await reads.GetAsync(new NamesRead(string.Join(' ', words), Most));
        return TypedResults.Ok(names.Distinct().Select(name => new[] { name, NoteLinkParser.LinkTo(name) }).ToArray());
    }
}
