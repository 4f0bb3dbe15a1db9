using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.History;

/// <summary>Ten thousand edits of fifty notes, twenty at a time.</summary>
public sealed class SaveRaceTests(CrowdFixture fixture) : IClassFixture<CrowdFixture>
{
    const int Notes = 50, Clients = 20, Rounds = 500;

    NotejamApp App => fixture.App;

    /// <summary>Each text that was acknowledged is current or kept.</summary>
    [Fact]
    public async Task Nothing_is_written_over_without_a_word()
    {
        // Within ten minutes of the first, texts of one piece of work make room for the last.
        var (person, edits) = await RaceAsync(TimeSpan.FromMinutes(11));
        var kept = await TextsAsync(person);
        Assert.Empty(edits.Select(e => e.Text).Except(kept));
    }

    /// <summary>Also within ten minutes nobody replaces a text that nobody there has seen.</summary>
    [Fact]
    public async Task Each_save_that_was_acknowledged_counts()
    {
        var (person, edits) = await RaceAsync(TimeSpan.Zero);
        var saved = edits.Count(e => e.Status == HttpStatusCode.SeeOther);
        Assert.Equal(Notes + saved, await OfAsync<long>(person, "sum(revision)"));
        Assert.Equal(Notes, await OfAsync<int>(person, "max(note_count)"));
    }

    /// <summary>In each round each client opens a note, and then all save.</summary>
    async Task<(Person, List<Edit>)> RaceAsync(TimeSpan pause)
    {
        var person = await App.PersonAsync();
        var notes = new List<string>();
        for (var i = 0; i < Notes; i++) notes.Add(await person.NoteAsync($"Note {i}", "First."));
        var tabs = Enumerable.Range(0, Clients).Select(_ => person.Copy()).ToList();
        var random = new Random(1);
        List<Edit> edits = [];
        for (var round = 0; round < Rounds; round++)
        {
            var chosen = tabs.ConvertAll(_ => notes[random.Next(notes.Count)]);
            var forms = await Task.WhenAll(
                tabs.Select((tab, client) => tab.GetAsync($"/notes/{chosen[client]}/edit/")));
            edits.AddRange(await Task.WhenAll(tabs.Select(async (tab, client) =>
            {
                var text = $"Client {client} wrote this in round {round}.";
                var answer = await tab.SubmitAsync(forms[client], ("text", text));
                Assert.True(answer.Status is HttpStatusCode.SeeOther or HttpStatusCode.Conflict, answer.Body);
                return new Edit(text, answer.Status);
            })));
            App.Clock.Ahead += pause;
        }
        Assert.Contains(edits, e => e.Status == HttpStatusCode.Conflict);
        return (person, edits);
    }

    async Task<HashSet<string>> TextsAsync(Person person) => [.. (await Postgres.ScalarAsync<string>(App.Connection, $"""
        SELECT string_agg(text, E'\n') FROM (
            SELECT owner_id, text FROM notes UNION ALL SELECT owner_id, text FROM note_revisions) AS texts
        WHERE owner_id = (SELECT id FROM users WHERE email = '{person.Email}')
        """)).Split('\n')];

    Task<T> OfAsync<T>(Person person, string what) => Postgres.ScalarAsync<T>(App.Connection, $"""
        SELECT {what} FROM notes JOIN users ON users.id = owner_id WHERE email = '{person.Email}'
        """);

    sealed record Edit(string Text, HttpStatusCode Status);
}
