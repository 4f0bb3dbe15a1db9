using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>What was typed and not saved is in the browser, for the one who typed it.</summary>
public sealed class DraftTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    const string Kept = "Object.keys(localStorage).filter(key => key.startsWith('notejam-draft:')).length.toString()";

    const string IsNoneOffered = "String(document.querySelector('[data-draft-offer]').hidden)";

    NotejamApp App => fixture.App;

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task It_is_offered_on_return_and_used_when_that_is_chosen(string browser)
    {
        await using var tab = await OpenAsync(browser);
        var note = await EditAsync(tab, await App.PersonAsync());
        await TypeAsync(tab, "What I typed.");
        await tab.GoAsync($"/notes/{note}/edit/");
        Assert.Equal("The saved text.", await tab.ValueAsync("#text"));
        var offer = await tab.TextAsync("[data-draft-offer] p");
        Assert.Matches(@"^You have unsaved text from .+ on this device\.$", offer);
        await ChooseAsync(tab, "Use it");
        Assert.Equal("What I typed.", await tab.ValueAsync("#text"));
        await ChooseAsync(tab, "Undo");
        Assert.Equal("The saved text.", await tab.ValueAsync("#text"));
        await ChooseAsync(tab, "Use it");
        await tab.PressAsync(".save button");
        Assert.Equal("0", await tab.ReadAsync(Kept));
        await tab.GoAsync($"/notes/{note}/edit/");
        Assert.Equal("What I typed.", await tab.ValueAsync("#text"));
        Assert.Equal("true", await tab.ReadAsync(IsNoneOffered));
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task Discarded_it_is_gone_unless_that_is_undone(string browser)
    {
        await using var tab = await OpenAsync(browser);
        var note = await EditAsync(tab, await App.PersonAsync());
        await TypeAsync(tab, "What I typed.");
        await tab.GoAsync($"/notes/{note}/edit/");
        await ChooseAsync(tab, "Discard");
        Assert.Equal("0", await tab.ReadAsync(Kept));
        await ChooseAsync(tab, "Undo");
        Assert.Equal("1", await tab.ReadAsync(Kept));
        await ChooseAsync(tab, "Discard");
        await tab.GoAsync($"/notes/{note}/edit/");
        Assert.Equal("true", await tab.ReadAsync(IsNoneOffered));
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task Compared_it_stands_beside_what_is_saved(string browser)
    {
        await using var tab = await OpenAsync(browser);
        var note = await EditAsync(tab, await App.PersonAsync());
        await TypeAsync(tab, "The typed text.");
        await tab.GoAsync($"/notes/{note}/edit/");
        await tab.PressAsync("[data-draft-offer] [data-action]");
        Assert.Equal("Your draft and what is saved", await tab.HeadingAsync());
        Assert.Equal("typed", await tab.TextAsync(".diff ins"));
        Assert.Equal("The typed text.", await tab.ValueAsync("#text"));
    }

    /// <summary>The page comes with the newer text then, and what was typed was typed over the older one.</summary>
    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task After_F5_a_save_over_a_text_from_elsewhere_is_still_a_conflict(string browser)
    {
        await using var tab = await OpenAsync(browser);
        var person = await App.PersonAsync();
        var note = await EditAsync(tab, person);
        await TypeAsync(tab, "What I typed.");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "From elsewhere."));
        await tab.ReloadAsync();
        Assert.Equal("What I typed.", await tab.ValueAsync("#text"));
        await tab.PressAsync(".save button");
        Assert.Equal("This note changed while you were writing", await tab.HeadingAsync());
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task Another_account_in_the_same_browser_sees_nothing_of_it(string browser)
    {
        await using var tab = await OpenAsync(browser);
        var (person, other) = (await App.PersonAsync(), await App.PersonAsync());
        await tab.BecomeAsync(person);
        await tab.GoAsync("/notes/create/");
        await TypeAsync(tab, "What I typed.");
        await tab.BecomeAsync(other);
        await tab.GoAsync("/notes/create/");
        Assert.Equal("true", await tab.ReadAsync(IsNoneOffered));
        await tab.BecomeAsync(person);
        await tab.GoAsync("/notes/create/");
        await ChooseAsync(tab, "Use it");
        Assert.Equal("What I typed.", await tab.ValueAsync("#text"));
    }

    [Theory]
    [InlineData("Chromium"), InlineData("Firefox")]
    public async Task A_save_that_does_not_reach_the_server_says_so_and_can_be_repeated(string browser)
    {
        var link = new SlowLink(App.Address);
        await using var tab = await OpenAsync(browser, link.Address);
        var person = await App.PersonAsync();
        var note = await EditAsync(tab, person);
        await TypeAsync(tab, "What I typed.");
        await link.DisposeAsync();
        await tab.ReadAsync("document.querySelector('.save button').click(), ''");
        const string Button = "document.querySelector('.save button').textContent";
        await Until.TrueAsync(async () => await tab.ReadAsync(Button) == "Save again");
        Assert.Matches("^Not saved. Draft kept at", await tab.TextAsync("[data-draft-state]"));
        Assert.Equal("false", await tab.ReadAsync("String(document.querySelector('[data-away]').hidden)"));
        await using var again = new SlowLink(App.Address, link.Address.Port);
        await tab.PressAsync(".save button");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        Assert.Equal("What I typed.", form.Document.GetElementById("text")!.TextContent.Trim());
    }

    /// <summary>Such as with a full disk. What cannot be kept can still be saved.</summary>
    [Fact]
    public async Task Where_nothing_can_be_kept_the_page_says_so_and_saves()
    {
        await using var tab = await OpenAsync("Chromium");
        var person = await App.PersonAsync();
        var note = await EditAsync(tab, person);
        await tab.ReadAsync("Storage.prototype.setItem = () => { throw new Error() }, ''");
        await tab.FillAsync("#text", "What I typed.");
        await Until.TrueAsync(async () =>
            await tab.TextAsync("[data-draft-state]") == "Not saved. Keep this page open");
        await tab.PressAsync(".save button");
        var form = await person.GetAsync($"/notes/{note}/edit/");
        Assert.Equal("What I typed.", form.Document.GetElementById("text")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_settings_forget_all_drafts_of_the_account()
    {
        await using var tab = await OpenAsync("Chromium");
        await EditAsync(tab, await App.PersonAsync());
        await TypeAsync(tab, "What I typed.");
        await tab.GoAsync("/settings/");
        await tab.ReadAsync("document.querySelector('[data-drafts] button').click(), ''");
        Assert.Equal("0", await tab.ReadAsync(Kept));
        Assert.Equal("Drafts forgotten.", await tab.TextAsync("[data-drafts] [role=status]"));
    }

    static async Task<string> EditAsync(Tab tab, Person person)
    {
        var note = await person.NoteAsync("Note", "The saved text.");
        await tab.BecomeAsync(person);
        await tab.GoAsync($"/notes/{note}/edit/");
        return note;
    }

    /// <summary>Until the browser has kept it.</summary>
    static async Task TypeAsync(Tab tab, string text)
    {
        await tab.FillAsync("#text", text);
        const string State = "document.querySelector('[data-draft-state]').textContent";
        await Until.TrueAsync(async () =>
            (await tab.ReadAsync(State)).StartsWith("Draft kept at", StringComparison.Ordinal));
    }

    static Task<string> ChooseAsync(Tab tab, string words) => tab.ReadAsync(
        "[...document.querySelectorAll('[data-draft-offer] button')]" +
        $".find(button => button.textContent === '{words}').click(), ''");

    Task<Tab> OpenAsync(string browser, Uri? address = null) =>
        Tab.OpenAsync(browser, chromium, firefox, address ?? App.Address);
}
