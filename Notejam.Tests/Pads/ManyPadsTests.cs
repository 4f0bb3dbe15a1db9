using System.Globalization;
using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Pads;

/// <summary>More pads than stand beside a page, and as many as there can be.</summary>
public sealed class ManyPadsTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Fact]
    public async Task Up_to_twelve_pads_all_stand_beside_every_page()
    {
        var person = await PersonWithAsync(12);
        var page = await person.GetAsync("/");
        Assert.Equal(Names(1, 12), Beside(page));
        Assert.Empty(page.Document.QuerySelectorAll(".side a[href='/pads/']"));
    }

    [Fact]
    public async Task Of_more_the_twelve_used_last_do_by_name_and_a_link_leads_to_all()
    {
        var person = await PersonWithAsync(1000);
        var page = await person.GetAsync("/");
        Assert.Equal(Names(989, 1000), Beside(page));
        Assert.Equal("All pads 1,000", page.Document.QuerySelector(".side a[href='/pads/']")!.TextContent);
        // 200 pads made a page of 9,900 pixels, and 10,000 one of 1.9 MB.
        Assert.InRange(page.Body.Length, 1, 10_000);
    }

    [Fact]
    public async Task A_pad_is_used_when_it_is_renamed_or_a_note_in_it_is_written()
    {
        var person = await PersonWithAsync(20);
        var note = await person.NoteAsync("Note", pad: await IdAsync(person, 1));
        Assert.Equal([.. Names(1, 1), .. Names(10, 20)], Beside(await person.GetAsync("/")));
        await person.SubmitAsync($"/notes/{note}/edit/", ("pad", await IdAsync(person, 2)));
        Assert.Equal([.. Names(1, 2), .. Names(11, 20)], Beside(await person.GetAsync("/")));
        await person.SubmitAsync($"/pads/{await IdAsync(person, 3)}/edit/", ("name", "pad 0003!"));
        Assert.Equal([.. Names(1, 2), "pad 0003!", .. Names(12, 20)], Beside(await person.GetAsync("/")));
    }

    [Fact]
    public async Task The_pad_where_one_is_stands_there_too_and_every_pad_keeps_its_name()
    {
        var person = await PersonWithAsync(14);
        var first = await IdAsync(person, 1);
        var note = await person.NoteAsync("Note", pad: first);
        await Postgres.ExecuteAsync(App.Connection, $"UPDATE pads SET used_at = '2020-01-01Z' WHERE id = '{first}'");
        Assert.Equal(Names(3, 14), Beside(await person.GetAsync("/")));
        Assert.Equal("pad 0001", (await person.GetAsync("/")).Document.QuerySelector(".notes .pad a")!.TextContent);
        string[] paths = [$"/pads/{first}/", $"/pads/{first}/edit/", $"/notes/{note}/", $"/notes/{note}/edit/"];
        foreach (var path in paths)
            Assert.Equal([.. Names(1, 1), .. Names(3, 14)], Beside(await person.GetAsync(path)));
        var form = await person.GetAsync("/notes/create/");
        var choice = form.Document.QuerySelectorAll("#pad option").Select(o => o.TextContent);
        Assert.Equal(["No pad", .. Names(1, 14)], choice);
    }

    [Theory]
    [InlineData("", "Äpfel, Café, pad 0001")]
    [InlineData("CAFE", "Café")]
    [InlineData(" apf ", "Äpfel")]
    [InlineData("é", "Äpfel, Café")]
    [InlineData("<i>", "")]
    public async Task All_pads_are_on_a_page_that_finds_them_by_a_part_of_the_name(string part, string names)
    {
        var person = await PersonWithAsync(1);
        foreach (var name in new[] { "Café", "Äpfel" }) await person.PadAsync(name);
        var page = await person.GetAsync("/pads/?q=" + Uri.EscapeDataString(part));
        Assert.Equal("All pads (3)", page.Heading);
        var found = page.Document.QuerySelectorAll("main .list a").Select(a => a.TextContent);
        Assert.Equal(names, string.Join(", ", found));
        Assert.Equal(part.Trim(), page.Document.GetElementById("q")!.GetAttribute("value"));
        Assert.Equal("All pads (0)", (await (await App.PersonAsync()).GetAsync("/pads/")).Heading);
    }

    [Fact]
    public async Task A_thousand_pads_are_the_most_also_when_several_come_at_once()
    {
        var person = await PersonWithAsync(999);
        var forms = new List<Answer>();
        for (var i = 0; i < 6; i++) forms.Add(await person.GetAsync("/pads/create/"));
        var answers = await Task.WhenAll(
            forms.Select((form, i) => person.SubmitAsync(form, ("name", $"One more {i}"))));
        var made = Assert.Single(answers, a => a.Status == HttpStatusCode.SeeOther);
        var refused = answers.Where(a => a != made).ToList();
        Assert.All(refused, a => Assert.Equal(HttpStatusCode.UnprocessableEntity, a.Status));
        const string Most = "You have 1,000 pads, those in the trash counted, and 1,000 are the most.";
        Assert.StartsWith(Most, refused[0].Error("name"), StringComparison.Ordinal);
        var typed = refused[0].Document.GetElementById("name")!.GetAttribute("value");
        Assert.StartsWith("One more ", typed, StringComparison.Ordinal);
        Assert.Equal("All pads (1,000)", (await person.GetAsync("/pads/")).Heading);

        // The form that made the last one answers again as it did.
        var last = Array.IndexOf(answers, made);
        Assert.Equal(made.Location, (await person.SubmitAsync(forms[last], ("name", $"One more {last}"))).Location);
    }

    /// <summary>Somebody with so many pads, each used after the one before.</summary>
    async Task<Person> PersonWithAsync(int pads)
    {
        var person = await App.PersonAsync();
        await Seed.PadsAsync(App.Connection, pads, person.Email, "to_char(i, '\"pad\" FM0000')");
        return person;
    }

    Task<string> IdAsync(Person person, int pad) => Postgres.ScalarAsync<string>(App.Connection, $"""
        SELECT p.id::text FROM pads p JOIN users u ON u.id = p.owner_id
        WHERE u.email = '{person.Email}' AND p.name = 'pad {pad:0000}'
        """);

    static IEnumerable<string> Names(int first, int last) =>
        Enumerable.Range(first, last - first + 1)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"pad {i:0000}"));

    static IEnumerable<string> Beside(Answer page) =>
        page.Document.QuerySelectorAll(".side ul[aria-labelledby=my-pads] bdi").Select(a => a.TextContent);
}
