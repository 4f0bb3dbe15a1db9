using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

public sealed class PagingTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("")]
    [InlineData("?order=updated_at")]
    [InlineData("?order=name")]
    [InlineData("?order=-name")]
    public async Task Every_note_is_on_exactly_one_page_forwards_and_back(string query)
    {
        var person = await WithNotesAsync(123);
        var page = await person.GetAsync("/" + query);
        Assert.Equal("All notes (123)", page.Heading);
        var (pages, seen) = (new List<string>(), new List<string>());
        while (true)
        {
            pages.Add(string.Join('|', page.Notes));
            seen.AddRange(page.Notes);
            if (page.Link("next") is not { } next) break;
            page = await person.GetAsync("/" + next);
        }
        Assert.Equal(3, pages.Count);
        Assert.Equal(123, seen.Count);
        Assert.Equal(123, seen.Distinct().Count());
        Assert.Equal("101–123 of 123", Place(page));

        page = await person.GetAsync("/" + page.Link("prev"));
        Assert.Equal(pages[1], string.Join('|', page.Notes));
        Assert.Equal("51–100 of 123", Place(page));
        page = await person.GetAsync("/" + page.Link("prev"));
        Assert.Equal(pages[0], string.Join('|', page.Notes));
        Assert.Equal("1–50 of 123", Place(page));
        Assert.Null(page.Link("prev"));
    }

    [Fact]
    public async Task Ties_are_parted_by_id_so_that_no_note_is_lost_between_pages()
    {
        var person = await WithNotesAsync(60, sameTime: true);
        var first = await person.GetAsync("/");
        var second = await person.GetAsync("/" + first.Link("next"));
        Assert.Equal(60, first.Notes.Concat(second.Notes).Distinct().Count());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("-name")]
    public async Task Names_that_differ_only_in_zeros_or_not_at_all_are_on_exactly_one_page(string order)
    {
        var person = await App.PersonAsync();
        await Seed.NotesAsync(
            App.Connection, 123, person.Email,
            name: "'Note ' || repeat('0', i % 6) || i / 24", excerpt: "i::text", updatedAt: "now()");
        var seen = new List<string>();
        for (var next = $"?order={order}"; next is not null;)
        {
            var page = await person.GetAsync("/" + next);
            seen.AddRange(page.Document.QuerySelectorAll(".notes .name p").Select(p => p.TextContent));
            next = page.Link("next");
        }
        Assert.Equal((123, 123), (seen.Count, seen.Distinct().Count()));
    }

    [Fact]
    public async Task A_note_that_comes_or_goes_meanwhile_moves_nothing_to_another_page()
    {
        var person = await WithNotesAsync(60);
        var first = await person.GetAsync("/");
        await person.NoteAsync("Newest");
        var second = await person.GetAsync("/" + first.Link("next"));
        Assert.Equal(10, second.Notes.Count());
        Assert.Empty(first.Notes.Intersect(second.Notes));
    }

    [Theory]
    [InlineData("?after=nonsense")]
    [InlineData("?after=")]
    [InlineData("?before=AAAA")]
    [InlineData("?after=OTk5OTk5OTk5OTk5")]
    [InlineData("?after=MiAwMWEyMDVjNDlhZTE3ZmM3YWRjMGUzMWVkMmIyODg2ZSA5MjIzMzcyMDM2ODU0Nzc1ODA3IG4")]
    public async Task Nonsense_is_the_first_page(string query)
    {
        var person = await WithNotesAsync(51);
        Assert.Equal((await person.GetAsync("/")).Notes, (await person.GetAsync("/" + query)).Notes);
    }

    [Fact]
    public async Task A_page_whose_notes_are_gone_is_the_first_page()
    {
        var person = await WithNotesAsync(51);
        var next = (await person.GetAsync("/")).Link("next");
        await Postgres.ExecuteAsync(App.Connection, $"""
            DELETE FROM notes USING users
            WHERE owner_id = users.id AND email = '{person.Email}' AND notes.name = 'note 1'
            """);
        var page = await person.GetAsync("/" + next);
        Assert.Equal((50, "All notes (50)"), (page.Notes.Count(), page.Heading));
        Assert.Empty(page.Document.QuerySelectorAll(".pager [rel]"));
    }

    [Fact]
    public async Task A_pad_is_paged_with_its_own_total()
    {
        var person = await WithNotesAsync(55);
        var pad = await person.PadAsync("Pad");
        await Postgres.ExecuteAsync(App.Connection, $"""
            UPDATE notes SET pad_id = '{pad}' FROM users
            WHERE owner_id = users.id AND email = '{person.Email}' AND notes.name <> 'note 7'
            """);
        var page = await person.GetAsync($"/pads/{pad}/");
        Assert.Equal("Pad (54)", page.Heading);
        Assert.Equal("1–50 of 54", Place(page));
        Assert.Equal(4, (await person.GetAsync($"/pads/{pad}/{page.Link("next")}")).Notes.Count());
    }

    static string Place(Answer page) => page.Document.QuerySelector(".pager .count")!.TextContent;

    async Task<Person> WithNotesAsync(int count, bool sameTime = false)
    {
        var person = await App.PersonAsync();
        var updatedAt = "timestamptz '2026-01-01'" + (sameTime ? "" : " + i * interval '1 second'");
        await Seed.NotesAsync(App.Connection, count, person.Email, updatedAt: updatedAt);
        return person;
    }
}
