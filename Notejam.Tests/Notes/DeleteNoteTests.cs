using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class DeleteNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task The_owner_confirms_and_is_led_home()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Rowan jelly");
        var page = await person.GetAsync($"/notes/{note}/delete/");
        Assert.Equal("Rowan jelly · Notejam", page.Title);
        Assert.Equal("Are you sure you want to delete Rowan jelly?", page.Heading);
        Assert.Equal($"/notes/{note}/", page.Document.QuerySelector("main form a")!.GetAttribute("href"));
        Assert.Equal(["Rowan jelly"], (await person.GetAsync("/")).Notes);

        var deleted = await person.SubmitAsync(page);
        Assert.Equal("/", deleted.Location);
        var home = await person.FollowAsync(deleted);
        Assert.Equal("Note is successfully deleted", home.Flash);
        Assert.Empty(home.Notes);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"/notes/{note}/")).Status);
    }

    [Fact]
    public async Task From_a_pad_it_leads_to_the_pad()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var note = await person.NoteAsync("Rowan jelly", pad: pad);
        Assert.Equal($"/pads/{pad}/", (await person.SubmitAsync($"/notes/{note}/delete/")).Location);
    }

    [Fact]
    public async Task Another_user_cannot_delete()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var note = await person.NoteAsync("Mine");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/notes/{note}/delete/")).Status);
        var token = (await other.GetAsync("/")).Token;
        var answer = await other.PostAsync($"/notes/{note}/delete/", ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(["Mine"], (await person.GetAsync("/")).Notes);
    }

    [Fact]
    public async Task The_second_of_two_deletes_answers_as_the_first_did()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var page = await person.GetAsync($"/notes/{await person.NoteAsync("Once", pad: pad)}/delete/");
        var answers = await Task.WhenAll(person.SubmitAsync(page), person.SubmitAsync(page), person.SubmitAsync(page));
        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, $"/pads/{pad}/"), (a.Status, a.Location)));
        Assert.Equal("Note is successfully deleted", (await person.FollowAsync(answers[0])).Flash);
    }

    [Fact]
    public async Task Somebody_elses_form_does_not_say_that_a_note_was_there()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var page = await person.GetAsync($"/notes/{await person.NoteAsync("Mine")}/delete/");
        await person.SubmitAsync(page);
        var token = (await other.GetAsync("/")).Token;
        Assert.Equal(HttpStatusCode.NotFound, (await other.SubmitAsync(page, ("csrf", token))).Status);
    }
}
