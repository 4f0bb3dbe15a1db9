using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.History;

public sealed class SaveRaceTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    NotejamApp App => fixture.App;

    /// <summary>Several at once on the same notes: each text that was acknowledged is current or kept.</summary>
    [Fact]
    public async Task Nothing_is_written_over_without_a_word()
    {
        var person = await App.PersonAsync();
        // Within ten minutes of the first, texts of one piece of work make room for the last.
        foreach (var (note, edits) in await RaceAsync(person, TimeSpan.FromMinutes(11)))
        {
            string[] kept = [await person.TextAsync(note), .. (await person.HistoryAsync(note)).Select(v => v.Text)];
            Assert.Empty(edits.Select(e => e.Text).Except(kept));
        }
    }

    /// <summary>Also within ten minutes nobody replaces a text that nobody there has seen.</summary>
    [Fact]
    public async Task Each_save_that_was_acknowledged_counts()
    {
        var person = await App.PersonAsync();
        foreach (var (note, edits) in await RaceAsync(person, TimeSpan.Zero))
        {
            var saves = edits.Count(e => e.Status == HttpStatusCode.SeeOther);
            Assert.Equal(1 + saves, await Postgres.ScalarAsync<int>(
                App.Connection, $"SELECT revision FROM notes WHERE id = '{note}'"));
        }
    }

    /// <summary>In each round all open a note, and then all save.</summary>
    async Task<IEnumerable<(string Note, List<Edit> Edits)>> RaceAsync(Person person, TimeSpan pause)
    {
        var notes = new List<string>();
        foreach (var number in Enumerable.Range(0, 3)) notes.Add(await person.NoteAsync($"Note {number}", "First."));
        var tabs = Enumerable.Range(0, 6).Select(_ => person.Copy()).ToList();
        var random = new Random(1);
        List<Edit> edits = [];
        foreach (var round in Enumerable.Range(0, 12))
        {
            var chosen = tabs.ConvertAll(_ => notes[random.Next(notes.Count)]);
            var forms = await Task.WhenAll(
                tabs.Select((tab, client) => tab.GetAsync($"/notes/{chosen[client]}/edit/")));
            edits.AddRange(await Task.WhenAll(tabs.Select(async (tab, client) =>
            {
                var text = $"Client {client} wrote this in round {round}.";
                var answer = await tab.SubmitAsync(forms[client], ("text", text));
                Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.Conflict, answer.Body);
                return new Edit(chosen[client], text, answer.Status);
            })));
            App.Clock.Ahead += pause;
        }
        Assert.Contains(edits, e => e.Status == HttpStatusCode.Conflict);
        return notes.Select(note => (note, edits.FindAll(e => e.Note == note)));
    }

    sealed record Edit(string Note, string Text, HttpStatusCode Status);
}
