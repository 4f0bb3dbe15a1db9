using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class NotePageTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task The_owner_sees_name_text_pad_and_last_edit()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Rowan jelly", "Freeze the berries first.", pad);
        var page = await person.GetAsync($"/notes/{note}/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Rowan jelly", page.Heading);
        Assert.Equal("Rowan jelly · Notejam", page.Title);
        Assert.Equal("Freeze the berries first.", page.Document.QuerySelector(".note")!.TextContent.Trim());
        Assert.Equal("Kitchen", page.Document.QuerySelector($".meta a[href='/pads/{pad}/']")!.TextContent);
        var edited = page.Document.QuerySelector(".meta span")!.TextContent;
        Assert.StartsWith("Last edited Today at ", edited, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("time[datetime$=Z]"));
        Assert.Equal("Kitchen 1", page.Document.QuerySelector(".side [aria-current]")!.TextContent);
    }

    [Fact]
    public async Task Another_user_gets_the_answer_of_a_missing_note_byte_by_byte()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Mine");
        var foreign = await other.GetAsync($"/notes/{note}/");
        var missing = await other.GetAsync($"/notes/{Guid.CreateVersion7(DateTimeOffset.UnixEpoch)}/");
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(Masked(missing), Masked(foreign));

        // The antiforgery token of the account menu differs in every answer.
        static string Masked(Answer answer) => answer.Body.Replace(answer.Token, "token", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_is_shown_as_it_was_typed()
    {
        var person = await App.PersonAsync();
        const string evil = "<script>alert(1)</script> & \"quoted\" <img src=x onerror=alert(2)>";
        var note = await person.NoteAsync(evil, evil);
        foreach (var path in new[] { "/", $"/notes/{note}/", $"/notes/{note}/edit/", $"/notes/{note}/delete/" })
        {
            var page = await person.GetAsync(path);
            Assert.Contains("<script>alert(1)</script>", page.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("body script, img[onerror]"));
        }
    }

    [Fact]
    public async Task Blank_lines_part_paragraphs_and_line_ends_and_indentation_stay()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Poem", "one\r\n  two\r\n \r\n\r\n three\r\n");
        var page = await person.GetAsync($"/notes/{note}/");
        var paragraphs = page.Document.QuerySelectorAll(".note p");
        Assert.Equal(["one<br>  two", " three"], paragraphs.Select(p => p.InnerHtml));
    }
}
