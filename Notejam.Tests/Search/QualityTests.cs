using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Search;

/// <summary>
/// Of two thousand notes in six languages the one that somebody means is among the first three that are found. The
/// notes are made of the words of everyday ones (Corpus); what is looked for was judged by hand.
/// </summary>
public sealed class QualityTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    const int Seed = 20261201;
    const int Notes = 2_000;
    const int First = 3;

    [Fact]
    public async Task The_note_that_is_meant_is_among_the_first_three()
    {
        var person = await fixture.App.PersonAsync();
        await WriteAsync(person.Email);
        var missed = new List<string>();
        foreach (var (typed, meant) in Corpus.Judged)
        {
            var page = await person.GetAsync($"/search/?q={Uri.EscapeDataString(typed)}");
            var found = page.Document.QuerySelectorAll(".hits .name").Take(First).Select(n => n.TextContent.Trim());
            if (!found.Contains(meant)) missed.Add($"{typed}: {string.Join(", ", found)}");
        }
        Assert.True(Corpus.Judged.Count >= 60, $"only {Corpus.Judged.Count} are judged");
        Assert.True(missed.Count <= Corpus.Judged.Count * 0.05, $"Seed {Seed}: {string.Join("; ", missed)}");
        // The control: words that many notes have do not find a certain one.
        var common = await person.GetAsync("/search/?q=bread");
        Assert.True(common.Document.QuerySelectorAll(".hits li").Length > First);
    }

    async Task WriteAsync(string email)
    {
        var random = new Random(Seed);
        var written = Corpus.Meant.Select(note => (note.Name, note.Text)).ToList();
        while (written.Count < Notes) written.Add(Corpus.Everyday(random));
        var order = written.ToArray();
        random.Shuffle(order);
        await using var database = NpgsqlDataSource.Create(fixture.App.Connection);
        await using var insert = database.CreateCommand("""
            INSERT INTO notes (id, owner_id, name, text, excerpt, created_at, updated_at)
            SELECT gen_random_uuid(), u.id, n.name, n.text, '', now(), now() - n.at * interval '1 hour'
            FROM users u, unnest($2, $3) WITH ORDINALITY AS n (name, text, at)
            WHERE u.email = $1
            """);
        insert.Parameters.Add(new() { Value = email });
        insert.Parameters.Add(new() { Value = order.Select(n => n.Item1).ToArray() });
        insert.Parameters.Add(new() { Value = order.Select(n => n.Item2).ToArray() });
        Assert.Equal(Notes, await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
