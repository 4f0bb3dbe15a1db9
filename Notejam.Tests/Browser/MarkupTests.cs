using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>Every page, as the server sends it, before the checker of the W3C.</summary>
public sealed class MarkupTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task The_Nu_Html_Checker_has_nothing_against_any_page()
    {
        var folder = TempFolder.Create("pages");
        var (guest, person) = (App.Visitor(), await App.PersonAsync());
        var pad = await person.PadAsync("Käthe & <b>קפה</b>");
        var note = await person.NoteAsync("A \"name\" <i>", "One\n\n\tTwo & three", pad, tags: "talks");
        var began = await person.GetAsync($"/notes/{note}/edit/");
        await person.SubmitAsync(began, ("text", $"One\n\n\tTwo & four\n\n{SampleUser.Talk}"));
        await WriteAsync("conflict", await person.SubmitAsync(began, ("text", "Three & <four>")));
        foreach (var place in Place.OfGuests(note)) await KeepAsync(guest, place);
        var thrown = new Things(
            note,
            await person.NoteAsync("Linking", "[[A \"name\" <i>]] and [[nothing|<b>]]."),
            pad,
            await person.NoteAsync("Archived"),
            await person.NoteAsync("Thrown"),
            await person.PadAsync("Thrown"));
        await person.PostAsync($"/notes/{thrown.ArchivedNote}/archive/", ("csrf", (await person.GetAsync("/")).Token));
        await person.NoteAsync("Inside", pad: thrown.TrashedPad);
        await person.SubmitAsync($"/notes/{thrown.TrashedNote}/delete/");
        await WriteAsync("deleted", await person.FollowAsync(await person.SubmitAsync($"/pads/{thrown.TrashedPad}/delete/")));
        foreach (var place in Place.OfPeople(thrown)) await KeepAsync(person, place);
        await WriteAsync("without-token", await person.PostAsync("/notes/create/", ("name", "n"), ("text", "t")));
        await WriteAsync("too-large", await person.PostAsync("/notes/create/", ("text", new string('x', 2_200_000))));

        var (exit, output) = await Tool.RunAsync("bash", "", ["eng/vnu.sh", .. Directory.GetFiles(folder)]);
        Assert.Equal((0, ""), (exit, output));

        var wrong = Path.Combine(folder, "wrong.html");
        const string unclosed = "<!doctype html><title>t</title><p><div></p>";
        await File.WriteAllTextAsync(wrong, unclosed, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await Tool.RunAsync("bash", "", "eng/vnu.sh", wrong)).Exit);
        Directory.Delete(folder, recursive: true);

        async Task KeepAsync(Person visitor, Place place)
        {
            var page = place.Button is null
                ? await visitor.GetAsync(place.Path)
                : await visitor.SubmitAsync(place.Path);
            await WriteAsync(place.Name, page);
        }

        Task WriteAsync(string name, Answer page) =>
            File.WriteAllTextAsync(Path.Combine(folder, $"{name}.html"), page.Body);
    }
}
