using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Browser;

/// <summary>What ends a draft: that it was saved, or that its writer said so. Nothing else does.</summary>
public sealed class DraftLossTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    const string Typed = "A whole evening's work.";

    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_save_that_does_not_arrive_leaves_it()
    {
        await using var context = await OpenAsync(await App.PersonAsync());
        var page = await context.NewPageAsync();
        await TypeAsync(page, "/notes/create/", Typed);
        await page.RouteAsync("**/notes/create/**", route => route.AbortAsync("connectionreset"), new() { Times = 1 });
        await page.Locator(".save button").First.ClickAsync();
        await Until.TrueAsync(() => Task.FromResult(page.Url.StartsWith("chrome-error:", StringComparison.Ordinal)));
        await page.GotoAsync("/");
        await AssertOfferedAsync(page, "/notes/create/", Typed);
    }

    [Fact]
    public async Task Whoever_writes_on_has_two()
    {
        var (context, note, page) = await EditAsync();
        await using var _ = context;
        await TypeAsync(page, Edit(note), Typed);
        await TypeAsync(page, Edit(note), "Something else.");
        await AssertOfferedAsync(page, Edit(note), "Something else.");
        await page.ClickAsync("text=Discard");
        await AssertOfferedAsync(page, Edit(note), Typed);
    }

    [Fact]
    public async Task Whoever_saves_without_an_answer_is_asked_again()
    {
        var (context, note, page) = await EditAsync();
        await using var _ = context;
        await TypeAsync(page, Edit(note), Typed);
        await page.GotoAsync(Edit(note));
        await page.FillAsync("#name", "Another name");
        await SaveAsync(page);
        await AssertOfferedAsync(page, Edit(note), Typed);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_save_in_one_window_leaves_that_of_another(bool isNew)
    {
        var (context, note, one) = await EditAsync();
        await using var _ = context;
        var two = await context.NewPageAsync();
        var path = isNew ? "/notes/create/" : Edit(note);
        foreach (var page in new[] { one, two }) await page.GotoAsync(path);
        await WriteAsync(one, Typed);
        await WriteAsync(two, "Saved.");
        await SaveAsync(two);
        await one.CloseAsync();
        await AssertOfferedAsync(two, path, Typed);
    }

    [Fact]
    public async Task Of_a_note_that_is_gone_it_is_offered_for_a_new_one()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Note", "The saved text.");
        await using var context = await OpenAsync(person);
        var page = await context.NewPageAsync();
        await TypeAsync(page, Edit(note), Typed);
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/trash/notes/{note}/delete/");
        await page.GotoAsync(Edit(note));
        await page.ClickAsync("text=Open it in a new note");
        await AssertOfferedAsync(page, "/notes/create/", Typed);
    }

    /// <summary>Both are answers: what was not kept is in the note's history.</summary>
    [Theory]
    [InlineData("Keep mine"), InlineData("Keep theirs"), InlineData("Save merged note")]
    public async Task A_conflict_that_was_answered_leaves_none(string answer)
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Note", "The saved text.");
        await using var context = await OpenAsync(person);
        var page = await context.NewPageAsync();
        await TypeAsync(page, Edit(note), Typed);
        await person.SubmitAsync(Edit(note), ("text", "From elsewhere."));
        await page.ClickAsync(".save button");
        await page.ClickAsync($"text={answer}");
        await ArriveAsync(page, answer == "Keep theirs" ? "Note" : "All notes");
        await person.SubmitAsync(Edit(note), ("text", "Later."));
        await page.GotoAsync(Edit(note));
        await Expect(page.Locator("[data-draft-offer]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_settings_lead_to_each()
    {
        var (context, note, page) = await EditAsync();
        await using var _ = context;
        await TypeAsync(page, Edit(note), Typed);
        await TypeAsync(page, "/notes/create/", "Of nothing yet.");
        await page.GotoAsync("/settings/");
        await Expect(page.Locator("[data-drafts] li")).ToHaveCountAsync(2);
        await page.ClickAsync("[data-drafts] a:has-text('Note')");
        await Expect(page.Locator("[data-draft-offer]")).ToBeVisibleAsync();
    }

    static string Edit(string note) => $"/notes/{note}/edit/";

    async Task<IBrowserContext> OpenAsync(Person person)
    {
        var context = await chromium.NewAsync(App.Address, 1280);
        await Chromium.BecomeAsync(context, person);
        return context;
    }

    async Task<(IBrowserContext, string Note, IPage)> EditAsync()
    {
        var person = await App.PersonAsync();
        var note = await person.NoteAsync("Note", "The saved text.");
        var context = await OpenAsync(person);
        return (context, note, await context.NewPageAsync());
    }

    static async Task TypeAsync(IPage page, string path, string text)
    {
        await page.GotoAsync(path);
        await WriteAsync(page, text);
    }

    static async Task WriteAsync(IPage page, string text)
    {
        if (await page.InputValueAsync("#name") == "") await page.FillAsync("#name", "New");
        await page.FillAsync("#text", text);
        await Expect(page.Locator("[data-draft-state]")).ToContainTextAsync("Draft kept at");
    }

    static async Task SaveAsync(IPage page)
    {
        await page.ClickAsync(".save button");
        await ArriveAsync(page, "All notes");
    }

    /// <summary>Its scripts have run, too.</summary>
    static async Task ArriveAsync(IPage page, string heading)
    {
        await Expect(page.Locator("h1")).ToContainTextAsync(heading);
        await page.WaitForLoadStateAsync(LoadState.Load);
    }

    static async Task AssertOfferedAsync(IPage page, string path, string text)
    {
        await page.GotoAsync(path);
        await page.ClickAsync("text=Use it");
        await Expect(page.Locator("#text")).ToHaveValueAsync(text);
        await page.ClickAsync("text=Undo");
    }
}
