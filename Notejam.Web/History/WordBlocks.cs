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
    /// Comparing takes the square of their number in the worst case. Where two texts differ in more pieces than this,
    /// all of them count as changed.
    /// </summary>
    const int Most = 2_000;

    /// <summary>No text has it.</summary>
    const char Between = '\0';

    static readonly CustomFunctionChunker Chunker = new(pieces => pieces.Split(Between));

    public static DiffResult Compare(string before, string after)
    {
        var (oldLines, newLines) = (Pieces(Line(), before), Pieces(Line(), after));
        var (oldWords, newWords) = (Pieces(Word(), before), Pieces(Word(), after));
        var (oldStarts, newStarts) = (Starts(oldLines), Starts(newLines));
        List<DiffBlock> blocks = [];
        foreach (var lines in Compare(oldLines, newLines))
        {
            var old = oldStarts[lines.DeleteStartA];
            var now = newStarts[lines.InsertStartB];
            var removed = oldWords[old..oldStarts[lines.DeleteStartA + lines.DeleteCountA]];
            var added = newWords[now..newStarts[lines.InsertStartB + lines.InsertCountB]];
            foreach (var words in Compare(removed, added))
            {
                blocks.Add(new(
                    old + words.DeleteStartA, words.DeleteCountA, now + words.InsertStartB, words.InsertCountB));
            }
        }
        return new(oldWords, newWords, blocks);
    }

    static IEnumerable<DiffBlock> Compare(string[] before, string[] after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        var (removed, added) = (before[start..^end], after[start..^end]);
        if (removed.Length + added.Length == 0) return [];
        if (removed.Length == 0 || added.Length == 0 || removed.Length + added.Length > Most)
            return [new(start, removed.Length, start, added.Length)];
        var (old, now) = (string.Join(Between, removed), string.Join(Between, added));
        return Differ.Instance.CreateDiffs(old, now, ignoreWhiteSpace: false, ignoreCase: false, Chunker).DiffBlocks
            .Select(b => new DiffBlock(
                start + b.DeleteStartA, b.DeleteCountA, start + b.InsertStartB, b.InsertCountB));
    }

    static string[] Pieces(Regex piece, string text) => [.. piece.Matches(text).Select(m => m.Value)];

    /// <summary>At which word each line begins, and where the last one ends.</summary>
    static int[] Starts(string[] lines)
    {
        var starts = new int[lines.Length + 1];
        for (var line = 0; line < lines.Length; line++) starts[line + 1] = starts[line] + Word().Count(lines[line]);
        return starts;
    }

    [GeneratedRegex(@"[^\n]*\n|[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"\n|[^\S\n]+|\S+")]
    private static partial Regex Word();
}
