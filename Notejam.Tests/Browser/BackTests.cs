using Notejam.Tests.Hosting;

namespace Notejam.Tests.Browser;

/// <summary>Back to a form, in both browsers, with JavaScript and without.</summary>
public sealed class BackTests(AppFixture fixture, Chromium chromium, Firefox firefox) : IClassFixture<AppFixture>
{
    const string Name = "Rowan jelly, sweet";
    const string Text = "Freeze the berries first.";

    NotejamApp App => fixture.App;

    public static TheoryData<string, bool> Browsers => NeverLostTests.Browsers;

    [Theory, MemberData(nameof(Browsers))]
    public async Task After_a_link_that_was_not_meant(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var note = await person.NoteAsync("Before", "Before");
        await WriteAsync(tab, $"/notes/{note}/edit/");
        await tab.PressAsync(".save a");
        await tab.BackAsync();
        await AssertTypedAsync(tab);
        await tab.PressAsync(".save button");
        Assert.Equal([Name], (await person.GetAsync("/")).Notes);
    }

    /// <summary>The form that comes back is the one that was sent: of that text, whatever was saved since.</summary>
    [Theory, MemberData(nameof(Browsers))]
    public async Task After_a_save_and_another_from_elsewhere(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        var note = await person.NoteAsync("Before", "Before");
        await WriteAsync(tab, $"/notes/{note}/edit/");
        await tab.PressAsync(".save button");
        await person.SubmitAsync($"/notes/{note}/edit/", ("text", "From elsewhere."));
        await tab.BackAsync();
        await AssertTypedAsync(tab);
        await tab.PressAsync(".save button");
        Assert.Equal("This note changed while you were writing", await tab.HeadingAsync());
    }

    [Theory, MemberData(nameof(Browsers))]
    public async Task After_a_new_note_was_saved(string browser, bool javaScript)
    {
        var (person, tab) = await BeginAsync(browser, javaScript);
        await using var _ = tab;
        await WriteAsync(tab, "/notes/create/");
        await tab.PressAsync(".save button");
        await tab.BackAsync();
        await tab.PressAsync(".save button");
        Assert.Equal([Name], (await person.GetAsync("/")).Notes);
    }

    async Task<(Person, Tab)> BeginAsync(string browser, bool javaScript)
    {
        var person = await App.PersonAsync();
        var tab = await Tab.OpenAsync(browser, chromium, firefox, App.Address, javaScript);
        await tab.BecomeAsync(person);
        return (person, tab);
    }

    static async Task WriteAsync(Tab tab, string path)
    {
        await tab.GoAsync(path);
        await tab.FillAsync("#name", Name);
        await tab.FillAsync("#text", Text);
    }

    static async Task AssertTypedAsync(Tab tab)
    {
        Assert.Equal(Name, await tab.ValueAsync("#name"));
        Assert.Equal(Text, await tab.ValueAsync("#text"));
    }
}
