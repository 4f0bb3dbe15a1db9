using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Trash;

/// <summary>A note that goes to the trash while it is edited: what was typed is there, and two ways on.</summary>
public sealed class EditTrashedTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData(false, "Kitchen")]
    [InlineData(true, "No pad")]
    public async Task It_is_restored_and_saved(bool withItsPad, string padAfter)
    {
        var (person, note, answer) = await SaveIntoTrashAsync(withItsPad);
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        var alert = answer.Document.QuerySelector("[role=alert]")!.TextContent.Trim();
        Assert.StartsWith(
            "Your text is safe, but not saved: this note was moved to trash Today at ",
            alert,
            StringComparison.Ordinal);
        Assert.Equal(withItsPad, alert.Contains("with its pad Kitchen", StringComparison.Ordinal));
        Assert.Equal("Typed for an hour.", answer.Document.GetElementById("text")!.TextContent);
        var saved = await person.SubmitAsync(answer, ("restore", "true"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("Typed for an hour.", await person.TextAsync(note));
        var home = await person.GetAsync("/");
        Assert.Equal(["Rowan jelly"], home.Notes);
        Assert.Equal(padAfter, home.Document.QuerySelector("td.pad")!.TextContent.Trim());
        Assert.Equal("The text before.", (await person.HistoryAsync(note))[0].Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_saved_as_a_new_one(bool withItsPad)
    {
        var (person, note, answer) = await SaveIntoTrashAsync(withItsPad);
        var another = answer.Document.QuerySelectorAll(".save button")[1];
        Assert.Equal("Save as a new note", another.TextContent);
        var form = answer.Form;
        form.SetAttribute("action", another.GetAttribute("formaction")!);
        // A double click makes one.
        await Task.WhenAll(person.SubmitAsync(form), person.SubmitAsync(form));
        var home = await person.GetAsync("/");
        Assert.Equal(["Rowan jelly"], home.Notes);
        var made = home.Document.QuerySelector(".notes .name a")!.GetAttribute("href")!;
        Assert.NotEqual($"/notes/{note}/", made);
        Assert.Equal("The text before.", await person.TextAsync(note));
    }

    [Fact]
    public async Task With_something_wrong_nothing_is_restored_and_nothing_lost()
    {
        var (person, note, answer) = await SaveIntoTrashAsync(withItsPad: false);
        var wrong = await person.SubmitAsync(answer, ("name", new string('n', 101)), ("restore", "true"));
        Assert.Equal(["name"], wrong.Wrong);
        Assert.Equal("Typed for an hour.", wrong.Document.GetElementById("text")!.TextContent);
        Assert.Empty((await person.GetAsync("/")).Notes);
        await person.SubmitAsync(wrong, ("name", "Again"), ("restore", "true"));
        Assert.Equal("Typed for an hour.", await person.TextAsync(note));
    }

    [Fact]
    public async Task A_draft_that_is_compared_with_it_is_not_lost_either()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly");
        var form = (await person.GetAsync($"/notes/{note}/edit/")).Form;
        await person.SubmitAsync($"/notes/{note}/delete/");
        form.SetAttribute("action", $"/notes/{note}/compare/");
        var answer = await person.SubmitAsync(form, ("text", "A draft."));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("A draft.", answer.Document.GetElementById("text")!.TextContent);
    }

    async Task<(Person, string Note, Answer)> SaveIntoTrashAsync(bool withItsPad)
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Rowan jelly", "The text before.", pad);
        var form = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync(withItsPad ? $"/pads/{pad}/delete/" : $"/notes/{note}/delete/");
        return (person, note, await person.SubmitAsync(form, ("text", "Typed for an hour.")));
    }
}
