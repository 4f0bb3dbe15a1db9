using System.Text.RegularExpressions;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace Notejam.Web.History;

/// <summary>
/// Two texts in words, and the blocks of words in which they differ. Their lines are compared first, then the words of
/// lines that changed.
/// </summary>
static partial class WordBlocks
{
    /// <summary>
    /// Comparing takes the product of their numbers in the worst case. So much of it is done for two texts, first for
    /// lines and then for words; what is left after that counts as changed as a whole.
    /// </summary>
    const long Most = 4_000_000;

    /// <summary>No text has it.</summary>
    const char Between = '\0';

    static readonly CustomFunctionChunker Chunker = new(pieces => pieces.Split(Between));

    public static DiffResult CompareLines(string before, string after)
    {
        var (old, now) = (Pieces(Line(), before), Pieces(Line(), after));
        var left = Most;
        return new(old, now, [.. Compare(old, now, ref left)]);
    }

    public static DiffResult Compare(string before, string after)
    {
        var (oldLines, newLines) = (Pieces(Line(), before), Pieces(Line(), after));
        var (oldWords, newWords) = (Pieces(Word(), before), Pieces(Word(), after));
        var (oldStarts, newStarts) = (Starts(oldWords), Starts(newWords));
        List<DiffBlock> blocks = [];
        var (forLines, forWords) = (Most, Most);
        foreach (var lines in Compare(oldLines, newLines, ref forLines))
        {
            var old = oldStarts[lines.DeleteStartA];
            var now = newStarts[lines.InsertStartB];
            var removed = oldWords[old..oldStarts[lines.DeleteStartA + lines.DeleteCountA]];
            var added = newWords[now..newStarts[lines.InsertStartB + lines.InsertCountB]];
            foreach (var words in Compare(removed, added, ref forWords))
            {
                blocks.Add(new(
                    old + words.DeleteStartA, words.DeleteCountA, now + words.InsertStartB, words.InsertCountB));
            }
        }
        return new(oldWords, newWords, blocks);
    }

    static IEnumerable<DiffBlock> Compare(string[] before, string[] after, ref long left)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        var (removed, added) = (before[start..^end], after[start..^end]);
        if (removed.Length + added.Length == 0) return [];
        var cost = (long)removed.Length * added.Length;
        if (cost == 0 || cost > left) return [new(start, removed.Length, start, added.Length)];
        left -= cost;
        var (old, now) = (string.Join(Between, removed), string.Join(Between, added));
        return Differ.Instance.CreateDiffs(old, now, ignoreWhiteSpace: false, ignoreCase: false, Chunker).DiffBlocks
            .Select(b => new DiffBlock(
                start + b.DeleteStartA, b.DeleteCountA, start + b.InsertStartB, b.InsertCountB));
    }

    static string[] Pieces(Regex piece, string text)
    {
        List<string> pieces = [];
        foreach (var match in piece.EnumerateMatches(text)) pieces.Add(text.Substring(match.Index, match.Length));
        return [.. pieces];
    }

    /// <summary>At which word each line begins, and where the last one ends.</summary>
    static List<int> Starts(string[] words)
    {
        List<int> starts = [0];
        for (var word = 0; word < words.Length; word++)
            if (words[word] == "\n" || word == words.Length - 1) starts.Add(word + 1);
        return starts;
    }

    [GeneratedRegex(@"[^\n]*\n|[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"\n|[^\S\n]+|\S+")]
    private static partial Regex Word();
}
