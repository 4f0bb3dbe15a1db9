using System.Text;

namespace Notejam.Web.History;

/// <summary>
/// Two texts that began with the same one, put together. Where both changed the same words, or words side by side, mine
/// stand.
/// </summary>
/// <param name="Disputed">Words of mine that stand in the text, and those of theirs that do not.</param>
public sealed record TextMerge(string Text, IReadOnlyList<(string Mine, string Theirs)> Disputed)
{
    /// <summary>Where nobody knows what they began with: lines that differ stand below each other, mine first.</summary>
    public static string OfBoth(string mine, string theirs)
    {
        var lines = WordBlocks.CompareLines(mine, theirs);
        var text = new StringBuilder();
        var place = 0;
        foreach (var block in lines.DiffBlocks)
        {
            Add(lines.PiecesOld, place, block.DeleteStartA + block.DeleteCountA);
            Add(lines.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            place = block.DeleteStartA + block.DeleteCountA;
        }
        Add(lines.PiecesOld, place, lines.PiecesOld.Count);
        return text.ToString();

        void Add(IReadOnlyList<string> pieces, int start, int end)
        {
            // The last line of a text has no end of its own.
            if (start < end && text is [.., not '\n']) text.Append('\n');
            text.AppendJoin("", pieces.Skip(start).Take(end - start));
        }
    }

    public static TextMerge Of(string began, string mine, string theirs)
    {
        var (own, other) = (new Side(began, mine), new Side(began, theirs));
        var text = new StringBuilder();
        List<(string, string)> disputed = [];
        for (var start = 0; start < own.Length;)
        {
            var end = start + 1;
            while (end < own.Length && IsChanged(end) == IsChanged(start)) end++;
            var (ours, others) = (own.Text(start, end), other.Text(start, end));
            var isOurs = own.Changes(start, end);
            text.Append(isOurs ? ours : others);
            if (isOurs && other.Changes(start, end) && ours != others) disputed.Add((ours.Trim(), others.Trim()));
            start = end;
        }
        return new(text.ToString(), disputed);

        bool IsChanged(int place) => own.Changes(place) || other.Changes(place);
    }

    /// <summary>What one of them did at each word of the first text, and after the last.</summary>
    sealed class Side
    {
        readonly IReadOnlyList<string> began;
        readonly bool[] isRemoved;
        readonly string[] inserted;

        public Side(string before, string after)
        {
            var words = WordBlocks.Compare(before, after);
            began = words.PiecesOld;
            isRemoved = new bool[began.Count + 1];
            inserted = new string[began.Count + 1];
            foreach (var block in words.DiffBlocks)
            {
                isRemoved.AsSpan(block.DeleteStartA, block.DeleteCountA).Fill(true);
                inserted[block.DeleteStartA] =
                    string.Concat(words.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB));
            }
        }

        public int Length => isRemoved.Length;

        public bool Changes(int place) => isRemoved[place] || inserted[place] is { Length: > 0 };

        public bool Changes(int start, int end) => Enumerable.Range(start, end - start).Any(Changes);

        public string Text(int start, int end)
        {
            var text = new StringBuilder();
            for (var place = start; place < end; place++)
            {
                text.Append(inserted[place]);
                if (place < began.Count && !isRemoved[place]) text.Append(began[place]);
            }
            return text.ToString();
        }
    }
}
