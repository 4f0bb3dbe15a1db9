using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>A note goes to another pad from the page where it is read: Move, and the pad.</summary>
public sealed class MoveNoteTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Every_pad_but_its_own_is_offered_and_takes_it()
    {
        var person = await fixture.App.PersonAsync();
        var (kitchen, work) = (await person.PadAsync("Kitchen"), await person.PadAsync("Work"));
        var note = await person.NoteAsync("Jelly", pad: kitchen);
        var page = await person.GetAsync($"/notes/{note}/");
        var link = page.Document.QuerySelectorAll(".acts a").Single(a => a.TextContent == "Move");
        var form = await person.GetAsync(link.GetAttribute("href")!);
        var buttons = form.Document.QuerySelectorAll("main button[name=pad]");
        Assert.Equal(["Kitchen", "Work", "No pad"], buttons.Select(b => b.TextContent));
        Assert.Equal(["Kitchen"], buttons.Where(b => b.HasAttribute("disabled")).Select(b => b.TextContent));

        var moved = await person.SubmitAsync(form, ("pad", work));
        Assert.Equal($"/notes/{note}/", moved.Location);
        Assert.Equal("Moved 1 note to Work.", (await person.FollowAsync(moved)).Flash);
        Assert.Equal(["Jelly"], (await person.GetAsync($"/pads/{work}/")).Notes);

        await person.SubmitAsync(form, ("pad", "none"));
        Assert.Empty((await person.GetAsync($"/pads/{work}/")).Notes);
        Assert.Equal(["Jelly"], (await person.GetAsync("/")).Notes);
    }
}
