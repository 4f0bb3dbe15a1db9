using System.Net;
using AngleSharp.Dom;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>The box of a task, pressed on the page of its note.</summary>
public sealed class TickTaskTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    const string Text = "Before Friday:\n\n* [ ] Ask\n  > - [x] Book\n\n1. [ ] Bus\n\n`[ ] no task`\n- see [ ] there";

    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("1", "* [ ] Ask", "* [x] Ask")]
    [InlineData("2", "- [x] Book", "- [ ] Book")]
    [InlineData("3", "1. [ ] Bus", "1. [x] Bus")]
    public async Task Its_mark_changes_in_the_text_and_nothing_else(string number, string before, string after)
    {
        var (person, note) = await BeginAsync();
        var answer = await PressAsync(person, await person.GetAsync($"/notes/{note}/"), number);
        Assert.Equal($"/notes/{note}/#task{number}", answer.Location);
        Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), await person.TypedAsync(note));
        var again = await PressAsync(person, await person.GetAsync($"/notes/{note}/"), number);
        Assert.Equal($"/notes/{note}/#task{number}", again.Location);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Fact]
    public async Task Pressed_twice_on_one_page_it_is_as_pressed_once()
    {
        var (person, note) = await BeginAsync();
        var page = await person.GetAsync($"/notes/{note}/");
        var first = await PressAsync(person, page, "1");
        var second = await PressAsync(person, page, "1");
        Assert.Equal(first.Location, second.Location);
        Assert.Equal(Text.Replace("[ ] Ask", "[x] Ask", StringComparison.Ordinal), await person.TypedAsync(note));
    }

    [Fact]
    public async Task In_a_text_that_has_changed_meanwhile_nothing_is_ticked()
    {
        var (person, note) = await BeginAsync();
        var page = await person.GetAsync($"/notes/{note}/");
        var changed = $"- [ ] First of all\n{Text}";
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", changed));
        var answer = await PressAsync(person, page, "1");
        var flash = (await person.FollowAsync(answer)).Flash;
        Assert.Equal("This note has changed meanwhile. Nothing was ticked: look at it once more.", flash);
        Assert.Equal(changed, await person.TypedAsync(note));
    }

    [Fact]
    public async Task What_it_replaces_is_in_the_history()
    {
        var (person, note) = await BeginAsync();
        await PressAsync(person, await person.GetAsync($"/notes/{note}/"), "1");
        var history = await person.GetAsync($"/notes/{note}/history/");
        Assert.Equal(2, history.Document.QuerySelectorAll("main .list li").Length);
    }

    [Fact]
    public async Task Of_a_note_in_the_trash_none_is_a_button_and_none_is_ticked()
    {
        var (person, note) = await BeginAsync();
        var page = await person.GetAsync($"/notes/{note}/");
        await person.SubmitAsync($"/notes/{note}/delete/");
        Assert.Empty((await person.GetAsync($"/notes/{note}/")).Document.QuerySelectorAll(".task button"));
        Assert.Equal($"/notes/{note}/", (await PressAsync(person, page, "1")).Location);
        await person.PostAsync($"/notes/{note}/restore/", ("csrf", page.Token));
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory]
    [InlineData("done", "9")]
    [InlineData("done", "0")]
    [InlineData("done", "-1")]
    [InlineData("open", "9")]
    public async Task One_that_is_not_there(string name, string number)
    {
        var (person, note) = await BeginAsync();
        var page = await person.GetAsync($"/notes/{note}/");
        var answer = await person.PostAsync(
            $"/notes/{note}/tick/", (name, number), ("revision", "1"), ("csrf", page.Token));
        Assert.Equal($"/notes/{note}/", answer.Location);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    [Theory]
    [InlineData("done", "")]
    [InlineData("done", "x")]
    [InlineData("other", "1")]
    public async Task What_no_page_sends(string name, string number)
    {
        var (person, note) = await BeginAsync();
        var page = await person.GetAsync($"/notes/{note}/");
        var answer = await person.PostAsync($"/notes/{note}/tick/", (name, number), ("csrf", page.Token));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(Text, await person.TypedAsync(note));
    }

    async Task<(Person, string)> BeginAsync()
    {
        var person = await App.PersonAsync();
        return (person, await person.NoteAsync("Offsite", Text));
    }

    static Task<Answer> PressAsync(Person person, Answer page, string number)
    {
        var box = page.Document.QuerySelector($"[form=tasks][value='{number}']")!;
        var form = page.Document.GetElementById("tasks")!;
        return person.PostAsync(
            form.GetAttribute("action")!,
            (box.GetAttribute("name")!, number),
            ("revision", form.QuerySelector("[name=revision]")!.GetAttribute("value")!),
            ("csrf", page.Token));
    }
}
