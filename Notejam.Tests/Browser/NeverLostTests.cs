using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>
/// Whatever meets a form on its way, in both browsers, with JavaScript and without: no typed character is lost.
/// </summary>
public sealed class NeverLostTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    const string Name = "Rowan jelly, sweet";
    const string Text = "\n  Freeze the berries <first>.\n\nThen \"cook\" & wait. \u00e4\u6f22\U0001f347";

    NotejamApp App => fixture.App;

    public static TheoryData<string, bool> Browsers => new()
    {
        { "Chromium", true },
        { "Chromium", false },
        { "Firefox", true },
        { "Firefox", false },
    };

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_note_that_was_moved_to_the_trash_elsewhere(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var note = await person.NoteAsync("Before", "Before");
        foreach (var (button, left) in new[] { (".save button", 0), (".save .link", 1) })
        {
            await WriteAsync(tab, $"/notes/{note}/edit/");
            await person.SubmitAsync($"/notes/{note}/delete/");
            await tab.PressAsync(".save button");
            await AssertTypedAsync(tab, "#name", "#text");
            await tab.PressAsync(button);
            await AssertSavedAsync(person);
            Assert.Equal(left, (await person.GetAsync("/trash/")).Notes.Count());
        }
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_note_that_was_deleted_elsewhere(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var note = await person.NoteAsync("Before", "Before");
        await WriteAsync(tab, $"/notes/{note}/edit/");
        await person.SubmitAsync($"/notes/{note}/delete/");
        await person.SubmitAsync($"/trash/notes/{note}/delete/");
        await tab.PressAsync(".save button");
        var alert = await tab.TextAsync("[role=alert]");
        Assert.StartsWith("Your text is safe, but not saved", alert, StringComparison.Ordinal);
        await AssertTypedAsync(tab, "#name", "#text");
        await tab.PressAsync(".save button");
        await AssertSavedAsync(person);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_pad_that_was_deleted_elsewhere(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var pad = await person.PadAsync("Kitchen");
        await WriteAsync(tab, $"/notes/create/?pad={pad}");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await tab.PressAsync(".save button");
        Assert.Equal("Choose one of your pads", await tab.TextAsync("#pad-error"));
        await AssertTypedAsync(tab, "#name", "#text");
        await tab.PressAsync(".save button");
        await AssertSavedAsync(person);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_pad_that_was_deleted_while_it_was_renamed(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var pad = await person.PadAsync("Kitchen");
        await tab.GoAsync($"/pads/{pad}/edit/");
        await tab.FillAsync("#name", "Garden");
        await person.SubmitAsync($"/pads/{pad}/delete/");
        await tab.PressAsync("main form button");
        Assert.Equal("Garden", await tab.ValueAsync("#name"));
        await tab.PressAsync("main form button");
        Assert.Equal("Garden (0)", await tab.HeadingAsync());
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_form_whose_token_is_lost(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        await WriteAsync(tab, "/notes/create/");
        await tab.ReadAsync("document.querySelector('main [name=csrf]').value = 'stale'");
        await tab.PressAsync(".save button");
        Assert.Equal("This form cannot be used any more.", await tab.HeadingAsync());
        await AssertTypedAsync(tab, "#sent-name", "#sent-text");
        await tab.PressAsync("main form button");
        await AssertSavedAsync(person);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task Somebody_else_signed_in_meanwhile(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        await WriteAsync(tab, "/notes/create/");
        var other = await App.PersonAsync();
        await tab.BecomeAsync(other);
        await tab.PressAsync(".save button");
        Assert.Contains($"You are signed in as {other.Email}", await tab.TextAsync("main"), StringComparison.Ordinal);
        await AssertTypedAsync(tab, "#sent-name", "#sent-text");
        Assert.Empty((await person.GetAsync("/")).Notes);
        Assert.Empty((await other.GetAsync("/")).Notes);
        await tab.PressAsync("main form button");
        await AssertSavedAsync(other);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task Signed_out_meanwhile(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        await WriteAsync(tab, "/notes/create/");
        await person.SignOutAsync();
        await tab.PressAsync(".save button");
        Assert.Equal("Nothing is lost.", await tab.TextAsync(".lead"));
        await tab.FillAsync("#email", person.Email);
        await tab.FillAsync("#password", Person.Password);
        await tab.PressAsync("main form button");
        await AssertTypedAsync(tab, "#name", "#text");
        await tab.PressAsync(".save button");
        await person.SignInAsync();
        await AssertSavedAsync(person);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task More_than_a_form_may_hold(string browser, bool javaScript)
    {
        var (_, tab) = await BeginAsync(browser, javaScript);
        await using var __ = tab;
        await tab.GoAsync("/notes/create/");
        await tab.FillAsync("#name", Name);
        // In a hundred lines: one word of that length takes Chromium minutes, and thousands of lines take it for ever.
        var text = string.Concat(Enumerable.Repeat($"{new string('x', 21_999)}\n", 100));
        await tab.FillAsync("#text", text);
        await tab.PressAsync(".save button");
        Assert.Equal("This is too long.", await tab.HeadingAsync());
        await tab.BackAsync();
        Assert.Equal(Name, await tab.ValueAsync("#name"));
        Assert.Equal(text, await tab.ValueAsync("#text"));
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_database_that_hangs(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        await WriteAsync(tab, "/notes/create/");
        await using (await Postgres.LockAsync(App.Connection, "notes"))
        {
            await tab.PressAsync(".save button");
            Assert.Equal("Back in a moment.", await tab.HeadingAsync());
            await AssertTypedAsync(tab, "#sent-name", "#sent-text");
        }
        await tab.PressAsync("main form button");
        await AssertSavedAsync(person);
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task A_connection_that_stalls(string browser, bool javaScript)
    {
        await using var link = new SlowLink(App.Address);
        var (_, tab) = await BeginAsync(browser, javaScript, link.Address);
        await using var __ = tab;
        await tab.GoAsync("/notes/create/");
        var text = new string('x', 90_000);
        await tab.FillAsync("#name", Name);
        await tab.FillAsync("#text", text);
        link.Bytes = 8_000;
        await tab.PressAsync(".save button");
        Assert.Equal("This took too long.", await tab.HeadingAsync());
        await tab.BackAsync();
        Assert.Equal(Name, await tab.ValueAsync("#name"));
        Assert.Equal(text, await tab.ValueAsync("#text"));
    }

    /// <summary>Without JavaScript Chromium empties a form on F5, whatever a page does.</summary>
    [Theory]
    [InlineData("Chromium", true)]
    [InlineData("Firefox", true), InlineData("Firefox", false)]
    public async Task F5(string browser, bool javaScript)
    {
        var (_, tab) = await BeginAsync(browser, javaScript);
        await using var __ = tab;
        await WriteAsync(tab, "/notes/create/");
        await tab.ReloadAsync();
        await AssertTypedAsync(tab, "#name", "#text");
    }

    async Task<(Person, Tab)> BeginAsync(string browser, bool javaScript, Uri? address = null)
    {
        var person = await App.PersonAsync();
        var tab = await Tab.OpenAsync(browser, chromium, firefox, address ?? App.Address, javaScript);
        await tab.BecomeAsync(person);
        return (person, tab);
    }

    static async Task WriteAsync(Tab tab, string path)
    {
        await tab.GoAsync(path);
        await tab.FillAsync("#name", Name);
        await tab.FillAsync("#text", Text);
    }

    static async Task AssertTypedAsync(Tab tab, string name, string text)
    {
        Assert.Equal(Name, await tab.ValueAsync(name));
        Assert.Equal(Text, await tab.ValueAsync(text));
    }

    static async Task AssertSavedAsync(Person person)
    {
        var home = await person.GetAsync("/");
        Assert.Contains(Name, home.Notes);
        var link = home.Document.QuerySelectorAll(".notes .name > a").First(a => a.TextContent == Name);
        var note = link.GetAttribute("href")!;
        Assert.Equal(Text, (await person.GetAsync(note + "edit/")).Document.GetElementById("text")!.TextContent);
    }
}
