using System.Text;
using Notejam.Tests.Hosting;
using Npgsql;

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
        await using var database = NpgsqlDataSource.Create(connection);
        await using var batch = database.CreateBatch();
        foreach (var (id, email) in People)
        {
            Add(batch, """
                INSERT INTO users (id, created_at, user_name, normalized_user_name, email, normalized_email,
                    email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                VALUES ($1, now(), $2, upper($2), $2, upper($2), false, false, false, true, 0)
                """, id, email);
        }
        foreach (var (id, owner, name) in Pads)
        {
            Add(batch, "INSERT INTO pads (id, owner_id, name, created_at) VALUES ($1, $2, $3, now())", id, owner, name);
        }
        foreach (var (id, owner, pad, name, text) in Notes)
        {
            Add(batch, """
                INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
                VALUES ($1, $2, $3, $4, $5, '', now(), now())
                """, id, owner, (object?)pad ?? DBNull.Value, name, text);
        }
        await batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

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

    static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
#pragma warning disable CA2100 // The statements above.
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }
}
