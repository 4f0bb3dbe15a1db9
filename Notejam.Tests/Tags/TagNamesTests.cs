using Notejam.Web.Tags;

namespace Notejam.Tests.Tags;

/// <summary>How typed tags are kept, and what is no tag.</summary>
public sealed class TagNamesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("#work", "#work")]
    [InlineData("work #draft", "#draft #work")]
    [InlineData("  #b,#a , c ", "#a #b #c")]
    [InlineData("#b#a", "#a #b")]
    [InlineData("#Work #WORK work", "#work")]
    [InlineData("e\u0301te\u0301 \u00c9T\u00c9", "#\u00e9t\u00e9")]
    [InlineData("\u65e5\u672c \u0434\u043e\u043c", "#\u0434\u043e\u043c #\u65e5\u672c")]
    [InlineData("c++ r&d v2.1 a_b a-b", "#a-b #a_b #c++ #r&d #v2.1")]
    [InlineData("\U0001f469\u200d\U0001f692 \U0001f44d\U0001f3fd", "#\U0001f44d\U0001f3fd #\U0001f469\u200d\U0001f692")]
    [InlineData("2026 x\u00b2", "#2026 #x\u00b2")]
    public void What_is_typed_is_kept_in_one_spelling(string typed, string kept)
    {
        Assert.Null(TagNames.Complaint(typed));
        Assert.Equal(kept, TagNames.Text(TagNames.Of(typed)));
        Assert.Equal(kept, TagNames.Text(TagNames.Of(kept)));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("- work")]
    [InlineData("'work'")]
    [InlineData("a\\b")]
    [InlineData("<b>")]
    [InlineData("work!")]
    [InlineData("a:b")]
    [InlineData("a*")]
    [InlineData("x\u202e")]
    public void Signs_that_mean_something_elsewhere_are_refused(string typed) =>
        Assert.Equal("Use letters, digits, - and _ in tags, and a space between two", TagNames.Complaint(typed));

    [Fact]
    public void There_are_at_most_twenty_of_fifty_characters()
    {
        var twenty = string.Join(' ', Enumerable.Range(1, 20));
        Assert.Null(TagNames.Complaint(twenty));
        Assert.Null(TagNames.Complaint($"{twenty} 20"));
        Assert.Equal("Use at most 20 tags", TagNames.Complaint($"{twenty} 21"));
        var fifty = string.Concat(Enumerable.Repeat("\U0001f347", 50));
        Assert.Null(TagNames.Complaint(fifty));
        Assert.Equal("Use at most 50 characters for a tag", TagNames.Complaint($"{fifty}x"));
        Assert.Null(TagNames.One($"{fifty}x"));
    }

    [Theory]
    [InlineData("#Work", "work")]
    [InlineData("work", "work")]
    [InlineData("two words", null)]
    [InlineData("a/b", null)]
    [InlineData("", null)]
    public void One_is_one(string typed, string? tag) => Assert.Equal(tag, TagNames.One(typed));
}
