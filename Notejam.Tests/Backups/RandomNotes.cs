using System.Text;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Tests.Backups;

/// <summary>A few people with pads and notes, named as badly as can be; the same seed makes the same.</summary>
sealed class RandomNotes(int seed)
{
    static readonly string[] Pieces =
    [
        "a", "A", "note", "Note", "é", "e\u0301", "ß", "日本語", "🙂", "👩‍👩‍👧",
        "/", "\\", "..", ".", ":", "*", "?", "\"", "<", ">", "|",
        "\n", "\r\n", "\t", "---", "'", " ", "  ", "CON", "nul.md", "%", "{}", "\u202e", "#",
    ];

    readonly Random random = new(seed);

    public List<(Guid Id, string Email)> People { get; } = [];
    public List<(Guid Id, Guid Owner, string Name)> Pads { get; } = [];
    public List<(Guid Id, Guid Owner, Guid? Pad, string Name, string Text)> Notes { get; } = [];

    public async Task WriteAsync(string connection)
    {
        Invent();
        var now = TimeProvider.System.GetUtcNow();
        await using var db = Postgres.Context(connection);
        db.AddRange(People.Select(p => new User(p.Email, now)
        {
            Id = p.Id,
            NormalizedEmail = p.Email.ToUpperInvariant(),
            NormalizedUserName = p.Email.ToUpperInvariant(),
        }));
        db.AddRange(Pads.Select(p => new Pad(p.Id, p.Owner, p.Name, now)));
        foreach (var (id, owner, pad, name, text) in Notes)
        {
            var note = new Note(id, owner, name, Before(text), pad, [], now.AddDays(-1));
            db.AddRange(note, note.Edit(name, text, pad, now)!);
        }
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What a note said the day before.</summary>
    public static string Before(string text) => $"Before: {text}";

    public string Words(int most)
    {
        var words = new StringBuilder();
        for (var i = random.Next(most + 1); i > 0; i--) words.Append(Pieces[random.Next(Pieces.Length)]);
        return words.ToString();
    }

    void Invent()
    {
        for (var i = random.Next(1, 5); i > 0; i--) People.Add((NewId(), Person.NewEmail()));
        foreach (var (owner, _) in People)
        {
            var first = Pads.Count;
            for (var i = random.Next(4); i > 0; i--) Pads.Add((NewId(), owner, Words(2)));
            for (var i = random.Next(12); i > 0; i--)
            {
                var pad = random.Next(first - 1, Pads.Count);
                Guid? place = pad < first ? null : Pads[pad].Id;
                Notes.Add((NewId(), owner, place, Words(random.Next(3) == 0 ? 20 : 2), Words(30)));
            }
        }
    }

    Guid NewId() => new([.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]);
}
