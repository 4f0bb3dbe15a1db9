using Notejam.Web.History;

namespace Notejam.Tests.History;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "new", "+new")]
    [InlineData("old", "", "-old")]
    [InlineData("the same", "the same", " the same")]
    [InlineData("ten people came", "twelve people came", "-ten|+twelve|  people came")]
    [InlineData("to be decided", "Ida cooks", "-to be decided|+Ida cooks")]
    [InlineData("one\ntwo\nthree", "one\n2\nthree", " one\n|-two|+2| \nthree")]
    [InlineData("a b", "a b c", " a b|+ c")]
    [InlineData("über wörter", "über worte", " über |-wörter|+worte")]
    public void Words_that_were_added_and_removed_are_told(string before, string after, string expected)
    {
        var told = TextDiff.Between(before, after).Select(part => $"{Sign(part.Change)}{part.Text}");
        Assert.Equal(expected, string.Join('|', told));
    }

    /// <summary>Whatever the texts are, both can be read out of it.</summary>
    [Fact]
    public void Both_texts_are_in_it()
    {
        var random = new Random(1);
        foreach (var _ in Enumerable.Range(0, 300))
        {
            var (before, after) = (Text(random, 60), Text(random, 60));
            var parts = TextDiff.Between(before, after);
            Assert.Equal(before, Of(parts, Change.Added));
            Assert.Equal(after, Of(parts, Change.Removed));
        }
    }

    [Fact]
    public void A_paragraph_of_a_thousand_words_is_merged_word_by_word()
    {
        var words = Enumerable.Range(0, 1_000).Select(number => $"word{number}").ToArray();
        var began = string.Join(' ', words);
        var (mine, theirs) = ($"Mine {began}", $"{began} theirs");
        Assert.Equal($"Mine {began} theirs", TextMerge.Of(began, mine, theirs).Text);
    }

    /// <summary>A hundred lines that share no word with their like, between lines that are the same.</summary>
    [Fact]
    public void Many_changed_lines_are_not_all_compared_word_by_word()
    {
        var before = string.Join("\nsame\n", Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("a", 500)), 100));
        var after = string.Join("\nsame\n", Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("b", 500)), 100));
        var parts = TextDiff.Between(before, after);
        Assert.Equal(before, Of(parts, Change.Added));
        Assert.Equal(after, Of(parts, Change.Removed));
    }

    /// <summary>Compared word by word, these would take the square of a hundred thousand.</summary>
    [Fact]
    public void Long_texts_without_anything_in_common_are_shown_as_a_whole()
    {
        var before = string.Join(' ', Enumerable.Range(0, 16_000));
        var after = string.Join(' ', Enumerable.Range(20_000, 16_000));
        Assert.Equal([new(Change.Removed, before), new(Change.Added, after)], TextDiff.Between(before, after));
    }

    [Theory]
    [InlineData("ten people. Come.", "two people. Come.", "ten people. Come now.", "two people. Come now.")]
    [InlineData("a\nb\nc", "a\nb\nc\nd", "0\na\nb\nc", "0\na\nb\nc\nd")]
    [InlineData("same", "mine", "theirs", "mine")]
    [InlineData("same", "same", "theirs", "theirs")]
    [InlineData("same", "mine", "same", "mine")]
    [InlineData("same", "both", "both", "both")]
    [InlineData("one two three", "one three", "one two three four", "one three four")]
    [InlineData("", "mine", "", "mine")]
    [InlineData("", "", "theirs", "theirs")]
    public void Two_texts_are_merged(string began, string mine, string theirs, string expected) =>
        Assert.Equal(expected, TextMerge.Of(began, mine, theirs).Text);

    [Fact]
    public void Words_that_both_changed_are_named()
    {
        var merge = TextMerge.Of(
            "ten people before the weekend, with slippers",
            "twelve people before Thursday, with slippers",
            "eleven people before Friday, with slippers and socks");
        Assert.Equal("twelve people before Thursday, with slippers and socks", merge.Text);
        Assert.Equal([("twelve", "eleven"), ("Thursday,", "Friday,")], merge.Disputed);
    }

    [Fact]
    public void Whoever_changed_nothing_changes_nothing_in_the_merge()
    {
        var random = new Random(2);
        foreach (var _ in Enumerable.Range(0, 300))
        {
            var (began, other) = (Text(random, 60), Text(random, 60));
            Assert.Equal(other, TextMerge.Of(began, other, began).Text);
            Assert.Equal(other, TextMerge.Of(began, began, other).Text);
            Assert.Equal(other, TextMerge.Of(began, other, other).Text);
        }
    }

    [Theory]
    [InlineData("same", "same", "same")]
    [InlineData("a\nmine\nc", "a\ntheirs\nc", "a\nmine\ntheirs\nc")]
    [InlineData("a\nb", "a\nb\nc", "a\nb\nb\nc")]
    [InlineData("mine", "theirs", "mine\ntheirs")]
    [InlineData("", "theirs", "theirs")]
    [InlineData("mine\n", "", "mine\n")]
    public void Two_texts_that_nobody_knows_the_beginning_of_both_stand(string mine, string theirs, string expected) =>
        Assert.Equal(expected, TextMerge.OfBoth(mine, theirs));

    [Fact]
    public void No_line_of_either_is_missing_from_both()
    {
        var random = new Random(3);
        foreach (var _ in Enumerable.Range(0, 300))
        {
            var (mine, theirs) = (Text(random, 60), Text(random, 60));
            var both = TextMerge.OfBoth(mine, theirs).Split('\n').ToList();
            foreach (var text in new[] { mine, theirs })
            {
                var place = 0;
                foreach (var line in text.Split('\n').Where(l => l.Length > 0))
                {
                    place = both.IndexOf(line, place) + 1;
                    Assert.True(place > 0, $"{line} of {text} is not in {string.Join('|', both)}");
                }
            }
        }
    }

    /// <summary>Few words and many, so that some stand in both.</summary>
    static string Text(Random random, int most)
    {
        string[] words = ["a", "b ", "c\n", "d  ", "\n", " ", "é", "🙂 "];
        return string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => words[random.Next(words.Length)]));
    }

    static string Of(IEnumerable<DiffPart> parts, Change without) =>
        string.Concat(parts.Where(p => p.Change != without).Select(p => p.Text));

    static char Sign(Change change) => change switch { Change.Added => '+', Change.Removed => '-', _ => ' ' };
}
