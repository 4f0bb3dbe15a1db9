using System.Net;
using AngleSharp.Html.Dom;
using Notejam.Tests.Accounts;
using Notejam.Tests.Hosting;
using Notejam.Web.Notes;

namespace Notejam.Tests.Notes;

/// <summary>A line that is typed at the foot of a note's page.</summary>
public sealed class AppendLineTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("Rowan", "jelly", "Rowan\njelly")]
    [InlineData("Rowan\n", "jelly", "Rowan\njelly")]
    [InlineData("Rowan\n\n\n", "jelly", "Rowan\n\n\njelly")]
    [InlineData("- one", "- two", "- one\n- two")]
    [InlineData("- one", "two", "- one\n\ntwo")]
    [InlineData("- one\n  more", "two", "- one\n  more\n\ntwo")]
    [InlineData("> said", "I say", "> said\n\nI say")]
    [InlineData("|a|\n|-|\n|b|", "c", "|a|\n|-|\n|b|\n\nc")]
    [InlineData("|a|\n|-|\n|b|", "|c|", "|a|\n|-|\n|b|\n|c|")]
    [InlineData("Rowan", "---", "Rowan\n\n---")]
    public async Task It_stands_at_the_end_of_the_text(string text, string line, string expected)
    {
        var (person, note, form) = await OpenAsync(text);
        var answer = await person.SubmitAsync(form, ("line", line));
        Assert.Equal($"/notes/{note}/#line", answer.Location);
        Assert.Equal("Line added.", (await person.FollowAsync(answer)).Flash);
        Assert.Equal(expected, await person.TypedAsync(note));
    }

    [Fact]
    public async Task What_was_changed_meanwhile_stays()
    {
        var (person, note, form) = await OpenAsync("Rowan");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "Quince"));
        await person.SubmitAsync(form, ("line", "jelly"));
        Assert.Equal("Quince\njelly", await person.TypedAsync(note));
    }

    [Fact]
    public async Task Sent_twice_it_is_added_once()
    {
        var (person, note, form) = await OpenAsync("Rowan");
        var first = await person.SubmitAsync(form, ("line", "jelly"));
        var second = await person.SubmitAsync(form, ("line", "jelly"));
        Assert.Equal(first.Location, second.Location);
        Assert.Equal("Rowan\njelly", await person.TypedAsync(note));
        var (_, _, again) = await OpenAsync(person, note);
        await person.SubmitAsync(again, ("line", "jelly"));
        Assert.Equal("Rowan\njelly\njelly", await person.TypedAsync(note));
    }

    [Fact]
    public async Task Without_a_line_nothing_is_added()
    {
        var (person, note, form) = await OpenAsync("Rowan");
        var answer = await person.SubmitAsync(form, ("line", " \u200b "));
        Assert.Equal("Nothing was added: the line was empty.", (await person.FollowAsync(answer)).Flash);
        Assert.Equal("Rowan", await person.TypedAsync(note));
    }

    [Fact]
    public async Task Where_there_is_no_room_it_comes_back_in_the_form_of_the_note()
    {
        var full = new string('x', Note.TextLength);
        var (person, note, form) = await OpenAsync(full);
        var answer = await person.SubmitAsync(form, ("line", "jelly"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal($"{full}\njelly", answer.Document.GetElementById("text")!.TextContent);
        Assert.Equal(full, await person.TypedAsync(note));
    }

    [Fact]
    public async Task For_a_note_in_the_trash_it_comes_back_with_the_note()
    {
        var (person, note, form) = await OpenAsync("Rowan");
        await person.PostAsync($"/notes/{note}/trash/", ("csrf", (await person.GetAsync("/")).Token));
        var answer = await person.SubmitAsync(form, ("line", "jelly"));
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("Rowan\njelly", answer.Document.GetElementById("text")!.TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SubmitAsync(answer, ("restore", "true"))).Status);
        Assert.Equal("Rowan\njelly", await person.TypedAsync(note));
    }

    [Fact]
    public async Task For_a_note_of_somebody_else_it_comes_back_as_a_new_note()
    {
        var (_, _, form) = await OpenAsync("Rowan");
        var other = await App.PersonAsync();
        var token = (await other.GetAsync("/")).Token;
        var answer = await other.SubmitAsync(form, ("line", "jelly"), ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("jelly", answer.Document.GetElementById("text")!.TextContent);
        Assert.Equal("This note is gone", answer.Document.Title!.Split(" · ")[0]);
    }

    [Fact]
    public async Task When_the_session_has_ended_it_waits_for_its_writer()
    {
        var (person, note, form) = await OpenAsync("Rowan");
        await KeptFormTests.EndSessionsAsync(App, person);
        var door = await person.FollowAsync(await person.SubmitAsync(form, ("line", "jelly")));
        var signedIn = await person.SubmitAsync(door, ("email", person.Email), ("password", Person.Password));
        var back = await person.FollowAsync(signedIn);
        Assert.Equal("jelly", back.Document.GetElementById("line")!.GetAttribute("value"));
        await person.SubmitAsync(FormOf(back), []);
        Assert.Equal("Rowan\njelly", await person.TypedAsync(note));
    }

    async Task<(Person Person, string Note, IHtmlFormElement Form)> OpenAsync(string text)
    {
        var person = await App.PersonAsync();
        return await OpenAsync(person, await person.NoteAsync("Note", text));
    }

    static async Task<(Person Person, string Note, IHtmlFormElement Form)> OpenAsync(Person person, string note) =>
        (person, note, FormOf(await person.GetAsync($"/notes/{note}/")));

    static IHtmlFormElement FormOf(Answer page) =>
        (IHtmlFormElement)page.Document.GetElementById("line")!.Closest("form")!;
}
