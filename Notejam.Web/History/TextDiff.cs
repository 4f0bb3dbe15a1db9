using DiffPlex.Model;

namespace Notejam.Web.History;

public enum Change
{
    None,
    Added,
    Removed,
}

/// <summary>A stretch of two texts that is the same in both, or stands in one of them.</summary>
public sealed record DiffPart(Change Change, string Text);

/// <summary>What became of a text.</summary>
static class TextDiff
{
    /// <summary>A name and its text as one.</summary>
    public static string Document(string name, string text) => $"{name}\n\n{text}";

    public static IReadOnlyList<DiffPart> Between(string before, string after)
    {
        var words = WordBlocks.Compare(before, after);
        List<DiffPart> parts = [];
        var place = 0;
        foreach (var block in Phrases(words))
        {
            Add(Change.None, words.PiecesOld, place, block.DeleteStartA - place);
            Add(Change.Removed, words.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add(Change.Added, words.PiecesNew, block.InsertStartB, block.InsertCountB);
            place = block.DeleteStartA + block.DeleteCountA;
        }
        Add(Change.None, words.PiecesOld, place, words.PiecesOld.Count - place);
        return parts;

        void Add(Change change, IReadOnlyList<string> pieces, int start, int count)
        {
            if (count > 0) parts.Add(new(change, string.Concat(pieces.Skip(start).Take(count))));
        }
    }

    /// <summary>Words that changed side by side are one change: only the space between them is the same.</summary>
    static IEnumerable<DiffBlock> Phrases(DiffResult words)
    {
        DiffBlock? phrase = null;
        foreach (var block in words.DiffBlocks)
        {
            if (phrase is null) phrase = block;
            else if (IsSpace(phrase.DeleteStartA + phrase.DeleteCountA, block.DeleteStartA))
            {
                phrase = new(
                    phrase.DeleteStartA,
                    block.DeleteStartA + block.DeleteCountA - phrase.DeleteStartA,
                    phrase.InsertStartB,
                    block.InsertStartB + block.InsertCountB - phrase.InsertStartB);
            }
            else
            {
                yield return phrase;
                phrase = block;
            }
        }
        if (phrase is not null) yield return phrase;

        bool IsSpace(int start, int end) =>
            end == start + 1 && words.PiecesOld[start] != "\n" && string.IsNullOrWhiteSpace(words.PiecesOld[start]);
    }
}
