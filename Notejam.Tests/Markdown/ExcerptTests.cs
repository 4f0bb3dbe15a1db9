using Notejam.Web.Notes;

namespace Notejam.Tests.Markdown;

/// <summary>The line of a text that lists show.</summary>
public sealed class ExcerptTests
{
    [Theory]
    [InlineData("One.\n\n\tTwo  three", "One. Two three")]
    [InlineData("# What\n\n- *one* ~~two~~ `three`\n- [ ] four", "What one two three four")]
    [InlineData("[words](https://example.org/) and ![a plan](/x)", "words and a plan")]
    [InlineData("<https://example.org/> https://example.com/", "https://example.org/ https://example.com/")]
    [InlineData("a &amp; b <b>", "a & b <b>")]
    [InlineData("|a|b|\n|-|-|\n|c|d|", "a b c d")]
    [InlineData("```sh\nls -l\n```", "ls -l")]
    [InlineData("So.[^1]\n\n[^1]: Said he.", "So. Said he.")]
    [InlineData("1986. A great year", "1986. A great year")]
    [InlineData("1. one\n2. two", "1. one 2. two")]
    [InlineData("", "")]
    public void Of(string text, string excerpt) => Assert.Equal(excerpt, Excerpt.Of(text));

    [Fact]
    public void Of_a_long_text_it_is_the_beginning() =>
        Assert.Equal(string.Join(' ', Enumerable.Repeat("**word**", 40)).Replace("*", "", StringComparison.Ordinal),
            Excerpt.Of(string.Join(' ', Enumerable.Repeat("**word**", 5_000)))[..199]);
}
