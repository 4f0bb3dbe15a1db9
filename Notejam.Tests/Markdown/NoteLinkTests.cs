using Notejam.Web.Markdown;

namespace Notejam.Tests.Markdown;

/// <summary>What is a link to another note, where it leads, and how it follows a new name.</summary>
public sealed class NoteLinkTests
{
    static readonly Guid There = Guid.Parse("0199aaaa-0000-7000-8000-000000000001");

    static readonly NoteLinkTargets Targets = new(new Dictionary<string, Guid?>
    {
        ["Rowan jelly"] = There,
        ["a|b]c"] = There,
        ["<b>"] = null,
        ["Not yet"] = null,
    });

    [Theory]
    [InlineData("See [[Rowan jelly]].", "See <a href=\"/notes/{there}/\">Rowan jelly</a>.")]
    [InlineData("[[Rowan jelly|the jelly]]", "<a href=\"/notes/{there}/\">the jelly</a>")]
    [InlineData("[[ Rowan  jelly | ]]", "<a href=\"/notes/{there}/\">Rowan jelly</a>")]
    [InlineData("**[[Rowan jelly]]**", "<strong><a href=\"/notes/{there}/\">Rowan jelly</a></strong>")]
    [InlineData(@"[[a\|b\]c]]", "<a href=\"/notes/{there}/\">a|b]c</a>")]
    [InlineData("[[Not yet]]", "{absent}Not%20yet\">Not yet{hint}")]
    [InlineData("[[<b>|<i>]]", "{absent}%3Cb%3E\">&lt;i&gt;{hint}")]
    [InlineData("[[Unasked|words]]", "[[Unasked|words]]")]
    [InlineData("`[[Rowan jelly]]`", "<code>[[Rowan jelly]]</code>")]
    [InlineData(@"\[[Rowan jelly]]", "[[Rowan jelly]]")]
    [InlineData("[[Rowan\njelly]]", "[[Rowan<br>jelly]]")]
    [InlineData("[[1]](https://example.org)", "<a href=\"https://example.org\">[1]</a>")]
    [InlineData("[the [[Rowan jelly]]](/trash/)", "<a href=\"/trash/\">the [[Rowan jelly]]</a>")]
    [InlineData("[[]] [[ ]] [[|x]] [[a[b]]", "[[]] [[ ]] [[|x]] [[a[b]]")]
    [InlineData("[[Rowan jelly", "[[Rowan jelly")]
    public void It_reads(string text, string html)
    {
        var expected = html
            .Replace("{there}", $"{There}", StringComparison.Ordinal)
            .Replace("{absent}", "<a class=\"absent\" href=\"/notes/create/?name=", StringComparison.Ordinal)
            .Replace("{hint}", "<span class=\"hidden\"> (not written yet)</span></a>", StringComparison.Ordinal);
        var read = NoteMarkdown.ToHtml(text, canTick: false, Targets).Trim();
        Assert.Equal($"<p dir=\"auto\">{expected}</p>", read);
    }

    [Fact]
    public void A_cell_of_a_table_may_have_one_with_words()
    {
        var html = NoteMarkdown.ToHtml("| a | b |\n|---|---|\n| [[Rowan jelly|it]] | c |", canTick: false, Targets);
        Assert.Contains($"<a href=\"/notes/{There}/\">it</a>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[Old]] and [[old|it]], [[Older]], `[[Old]]`", "[[New]] and [[New|it]], [[Older]], `[[Old]]`")]
    [InlineData("# [[OLD]]\n\n- [ ] [[ Old ]]\n> [[Old|]]", "# [[New]]\n\n- [ ] [[New]]\n> [[New|]]")]
    [InlineData("| [[Old|a]] |\n|---|\n| [[Old]] |", "| [[New|a]] |\n|---|\n| [[New]] |")]
    [InlineData("See[^1]\n\n[^1]: [[Old]]", "See[^1]\n\n[^1]: [[New]]")]
    [InlineData("Old [Old](Old)", "Old [Old](Old)")]
    public void It_follows_a_new_name_and_nothing_else_changes(string text, string renamed) =>
        Assert.Equal(renamed, NoteLinks.Renamed(text, "Old", "New"));

    [Fact]
    public void A_name_of_any_signs_can_be_linked_to()
    {
        const string Name = @"a]] [[|b\ ] c";
        var text = NoteLinks.Renamed("x [[Old|y]] z", "Old", Name);
        Assert.Equal([Name], NoteLinks.NamesIn(text));
        Assert.Equal("x [[Old|y]] z", NoteLinks.Renamed(text, Name, "Old"));
    }

    [Theory]
    [InlineData("a ` b [[Old]] c", "c`d")]
    public void Where_a_new_name_would_read_as_something_else_nothing_changes(string text, string name) =>
        Assert.Equal(text, NoteLinks.Renamed(text, "Old", name));

    [Theory]
    [InlineData("Straße", "STRAẞE")]
    [InlineData("Theta θ", "Theta ϴ")]
    [InlineData("µm", "µM")]
    [InlineData("été", "E\u0301TE\u0301")]
    public void Letters_of_any_case_are_the_same_name(string name, string linked) =>
        Assert.Equal("[[New]]", NoteLinks.Renamed($"[[{linked}]]", name, "New"));

    [Fact]
    public void No_text_becomes_longer_than_one_may_be()
    {
        var text = "[[Old]]" + new string('x', 99_993);
        Assert.Equal(text, NoteLinks.Renamed(text, "Old", "Older"));
        Assert.StartsWith("[[New]]", NoteLinks.Renamed(text, "Old", "New"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_found_each_once_and_so_many_at_most()
    {
        Assert.Equal(["a", "b"], NoteLinks.NamesIn("[[a]] [[b|c]] [[a|d]] [e] [[f"));
        var many = string.Concat(Enumerable.Range(0, 600).Select(i => $"[[{i}]]"));
        Assert.Equal(NoteLinks.Most, NoteLinks.NamesIn(many).Count);
    }
}
