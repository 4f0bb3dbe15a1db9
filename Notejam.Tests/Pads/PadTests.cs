using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Pads;

public sealed class PadTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Create_leads_to_the_pad()
    {
        var person = await App.PersonAsync();
        var saved = await person.SubmitAsync("/pads/create/", ("name", " Kitchen  garden "));
        Assert.Matches("^/pads/[0-9a-f-]{36}/$", saved.Location);
        var page = await person.FollowAsync(saved);
        Assert.Equal(("Pad is successfully created", "Kitchen garden (0)"), (page.Flash, page.Heading));
    }

    [Theory]
    [InlineData("", "Name is required")]
    [InlineData("  ", "Name is required")]
    [InlineData("101", "Use at most 100 characters for the name")]
    public async Task Create_needs_a_name_of_at_most_100_characters(string name, string message)
    {
        var person = await App.PersonAsync();
        var answer = await person.SubmitAsync("/pads/create/", ("name", name == "101" ? new string('n', 101) : name));
        Assert.Equal(["name"], answer.Wrong);
        Assert.Equal(message, answer.Error("name"));
        Assert.Equal(["No pads"], (await person.GetAsync("/")).Pads);
    }

    [Fact]
    public async Task Create_by_an_anonymous_visitor_leads_to_sign_in_and_saves_nothing()
    {
        var before = await Postgres.ScalarAsync<long>(App.Connection, "SELECT count(*) FROM pads");
        Assert.Equal("/signin/?next=%2Fpads%2Fcreate%2F", (await App.Visitor().GetAsync("/pads/create/")).Location);
        var refused = await App.Visitor().PostAsync("/pads/create/", ("name", "n"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(before, await Postgres.ScalarAsync<long>(App.Connection, "SELECT count(*) FROM pads"));
    }

    [Fact]
    public async Task Create_sent_twice_makes_one_pad_and_with_another_name_a_second()
    {
        var person = await App.PersonAsync();
        var form = await person.GetAsync("/pads/create/");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.SubmitAsync(form, ("name", "Once"))));
        Assert.Equal(["Once 0"], (await person.GetAsync("/")).Pads);
        await person.SubmitAsync(form, ("name", "Twice"));
        Assert.Equal(["Once 0", "Twice 0"], (await person.GetAsync("/")).Pads);
    }

    [Fact]
    public async Task Edit_renames_and_leads_to_the_pad()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var form = await person.GetAsync($"/pads/{pad}/edit/");
        Assert.Equal(("Kitchen", "Kitchen · Notejam"), (form.Heading, form.Title));
        Assert.Equal("Kitchen", form.Document.GetElementById("name")!.GetAttribute("value"));
        var saved = await person.SubmitAsync(form, ("name", "Garden"));
        Assert.Equal($"/pads/{pad}/", saved.Location);
        var page = await person.FollowAsync(saved);
        Assert.Equal(("Pad is successfully updated", "Garden (0)"), (page.Flash, page.Heading));
    }

    [Fact]
    public async Task Edit_needs_a_name()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        Assert.Equal(["name"], (await person.SubmitAsync($"/pads/{pad}/edit/", ("name", ""))).Wrong);
        Assert.Equal(["Kitchen 0"], (await person.GetAsync("/")).Pads);
    }

    [Fact]
    public async Task Another_user_can_neither_view_nor_edit_nor_delete()
    {
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        var pad = await person.PadAsync("Mine");
        var token = (await other.GetAsync("/")).Token;
        foreach (var path in new[] { $"/pads/{pad}/", $"/pads/{pad}/edit/", $"/pads/{pad}/delete/" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).Status);
        var stolen = await other.PostAsync($"/pads/{pad}/edit/", ("name", "Stolen"), ("csrf", token));
        Assert.Equal(HttpStatusCode.NotFound, stolen.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync($"/pads/{pad}/delete/", ("csrf", token))).Status);
        Assert.Equal(["Mine 0"], (await person.GetAsync("/")).Pads);
    }

    [Fact]
    public async Task View_shows_its_notes_and_its_settings_but_no_pad_column()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        await person.NoteAsync("Inside", pad: pad);
        await person.NoteAsync("Outside");
        var page = await person.GetAsync($"/pads/{pad}/");
        Assert.Equal(("Kitchen (1) · Notejam", "Kitchen (1)"), (page.Title, page.Heading));
        Assert.Equal(["Inside"], page.Notes);
        Assert.Equal("Pad settings", page.Document.QuerySelector($"a[href='/pads/{pad}/edit/']")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll(".notes .pad"));
    }

    [Fact]
    public async Task View_of_an_empty_pad_invites_to_write()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var page = await person.GetAsync($"/pads/{pad}/");
        Assert.Equal("Create first note in the pad.", page.Document.QuerySelector(".lead")!.TextContent);
        Assert.Equal($"/notes/create/?pad={pad}", page.Document.QuerySelector("main .button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Delete_says_how_many_notes_go_and_takes_them_along()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        await person.NoteAsync("Inside 1", pad: pad);
        await person.NoteAsync("Inside 2", pad: pad);
        await person.NoteAsync("Outside");
        var page = await person.GetAsync($"/pads/{pad}/delete/");
        Assert.Equal("Are you sure you want to delete Kitchen and all related notes (2)?", page.Heading);
        Assert.Equal($"/pads/{pad}/edit/", page.Document.QuerySelector("main form a")!.GetAttribute("href"));
        Assert.Equal("All notes (3)", (await person.GetAsync("/")).Heading);

        var deleted = await person.SubmitAsync(page);
        Assert.Equal("/", deleted.Location);
        var home = await person.FollowAsync(deleted);
        Assert.Equal("Moved 2 notes and the pad Kitchen to trash.", home.Flash);
        Assert.Equal("All notes (1)", home.Heading);
        Assert.Equal(["Outside"], home.Notes);
        Assert.Equal(["No pads"], home.Pads);
    }

    [Fact]
    public async Task A_pad_that_was_deleted_while_it_was_renamed_can_be_made_anew_under_the_typed_name()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("Kitchen");
        var form = await person.GetAsync($"/pads/{pad}/edit/");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        var answer = await person.SubmitAsync(form, ("name", "Garden"));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        var alert = answer.Document.QuerySelector("[role=alert]")!.TextContent;
        Assert.StartsWith("The name is safe, but not saved", alert, StringComparison.Ordinal);
        Assert.Equal("Make a new pad", answer.Document.QuerySelector("main form:not(.flash) button")!.TextContent);
        var saved = await person.SubmitAsync(answer);
        Assert.Equal("Garden (0)", (await person.FollowAsync(saved)).Heading);
    }

    [Fact]
    public async Task The_sidebar_lists_pads_by_name_with_counts_and_marks_where_one_is()
    {
        var person = await App.PersonAsync();
        foreach (var name in new[] { "work", "Äpfel", "Reading", "apples" }) await person.PadAsync(name);
        var reading = await person.GetAsync("/");
        string[] expected = ["Äpfel 0", "apples 0", "Reading 0", "work 0"];
        Assert.Equal(expected, reading.Pads.Order(StringComparer.InvariantCultureIgnoreCase));
        Assert.Equal(expected, reading.Pads);
        Assert.Equal("All notes 0", reading.Document.QuerySelector(".side [aria-current=page]")!.TextContent);
        var link = reading.Document.QuerySelectorAll(".side a")
            .First(a => a.TextContent.StartsWith("Reading", StringComparison.Ordinal));
        var pad = await person.GetAsync(link.GetAttribute("href")!);
        Assert.Equal("Reading 0", pad.Document.QuerySelector(".side [aria-current=page]")!.TextContent);
    }

    [Fact]
    public async Task Markup_in_a_name_is_shown_as_it_was_typed()
    {
        var person = await App.PersonAsync();
        var pad = await person.PadAsync("<i>pad</i>");
        string[] paths = ["/", $"/pads/{pad}/", $"/pads/{pad}/edit/", $"/pads/{pad}/delete/", "/notes/create/"];
        foreach (var path in paths)
        {
            var page = await person.GetAsync(path);
            Assert.Contains("<i>pad</i>", page.Document.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("i"));
        }
    }
}
