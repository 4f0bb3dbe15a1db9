using Microsoft.Playwright;
using Notejam.Tests.Hosting;
using Notejam.Tests.Markdown;

namespace Notejam.Tests.Browser;

/// <summary>Hostile texts and names on the pages that show them: nothing runs, and nothing has to be stopped.</summary>
public sealed class InjectionTests(AppFixture fixture, Chromium chromium) : IClassFixture<AppFixture>
{
    const int TextsOfNote = 60;
    const string Watch = "addEventListener('securitypolicyviolation', e => console.error('policy', e.blockedURI))";

    [Fact]
    public async Task No_page_runs_what_a_note_says()
    {
        var person = await fixture.App.PersonAsync();
        var texts = HostileMarkup.Texts.Select(t => t.Replace("\0", "", StringComparison.Ordinal)).ToList();
        Assert.True(texts.Count >= 700, $"{texts.Count} are too few.");
        await using var context = await chromium.NewAsync(fixture.App.Address, 1280);
        await Chromium.BecomeAsync(context, person);
        await context.AddInitScriptAsync(Watch);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add($"{page.Url}: {message.Text}");
        page.Dialog += (_, dialog) =>
        {
            complaints.Add($"{page.Url}: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        foreach (var some in texts.Chunk(TextsOfNote))
        {
            var note = await person.NoteAsync(some[0][..Math.Min(some[0].Length, 100)], string.Join("\n\n", some));
            await page.GotoAsync($"/notes/{note}/");
            Assert.NotEqual(0, await page.Locator(".note > *").CountAsync());
        }
        foreach (var path in (string[])["/", "/?order=name", "/search/?q=alert", "/search/?q=<script>alert(1)</script>"])
            await page.GotoAsync(path);
        Assert.Empty(complaints);

        // Were something to run, it would be seen.
        await page.SetContentAsync("<img src=x onerror=alert(1)>");
        await Until.TrueAsync(() => complaints.Count > 0);
    }
}
