using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class CreateNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_note_without_a_pad_is_created_and_leads_home()
    {
        var person = await fixture.App.PersonAsync();
        var saved = await person.SubmitAsync("/notes/create/", ("name", "Rowan jelly"), ("text", "Freeze the berries first."));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (saved.Status, saved.Location));
        var home = await person.FollowAsync(saved);
        Assert.Equal("Note is successfully created", home.Flash);
        Assert.Equal(["Rowan jelly"], home.Notes);
    }
}
