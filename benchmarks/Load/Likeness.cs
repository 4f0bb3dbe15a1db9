using System.Text.RegularExpressions;

namespace Load;

/// <summary>Limit is a measure only while it answers what the release answers.</summary>
static partial class Likeness
{
    /// <exception cref="BenchmarkException">The two differ in more than tokens, fingerprints and ports.</exception>
    public static async Task DemandAsync(Site release, Site limit)
    {
        var note = (await release.NotesAsync(Person.WithFifty))[1];
        foreach (var path in (string[])["/", $"/notes/{note}/", $"/notes/{note}/edit/"])
        {
            var ours = (await (await release.PersonAsync(Person.WithFifty)).GetAsync(path)).Body;
            var limits = (await (await limit.PersonAsync(Person.WithFifty)).GetAsync(path)).Body;
            Compare(path, ours, limits);
        }
    }

    static void Compare(string path, string release, string limit)
    {
        var (ours, limits) = (Common(release), Common(limit));
        if (ours == limits && release.Length == limit.Length) return;
        var at = ours.Zip(limits).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new BenchmarkException(
            $"{path}: benchmarks/Limit does not answer what the release answers: change its Html.cs. " +
            $"{limit.Length} characters in place of {release.Length}; they part here:\n" +
            $"the release: {Around(ours, at)}\nLimit:       {Around(limits, at)}");
    }

    static string Around(string page, int at) =>
        page[Math.Max(0, at - 40)..Math.Min(page.Length, at + 80)].Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Without what another program cannot know; lengths stay.</summary>
    static string Common(string page) => Secret().Replace(page, m => new string('*', m.Length));

    [GeneratedRegex(
        """(?<=name="(csrf|began)" value=")[^"]*|(?<=notejam-viewer-)\d+|(?<=["?]/\w+\.)\w{10}(?=\.\w+["?])""")]
    private static partial Regex Secret();
}
