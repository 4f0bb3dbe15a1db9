using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Limit;

sealed record Viewer(string Email, int Count, int Archive, int Trash, List<Pad> Pads, List<Tag> Tags);

sealed record Pad(Guid Id, string Name, int Count);

sealed record Tag(string Name, int Count);

sealed record Row(Guid Id, string Name, string Text, Guid? Pad, DateTime UpdatedAt);

/// <summary>One round trip for each page and each form; the statements are prepared at their second use.</summary>
sealed partial class Database(string connection, TimeProvider time) : IAsyncDisposable
{
    static readonly string[] List = [.. Statements("list.sql")];
    static readonly string Session = List[0], Pads = List[1], Rows = List[2];

    const string Note = """
        SELECT id, name, text, pad_id, updated_at FROM notes WHERE id = $1 AND owner_id = $2 AND trashed_at IS NULL
        """;
    const string Linked = """
        SELECT n.id, n.name, n.updated_at FROM note_search s JOIN notes n ON n.owner_id = $1 AND n.id = s.note_id
        WHERE s.owner_id = $1 AND s.trashed_at IS NULL AND s.note_id <> $2
            AND s.words @@ (SELECT link_query($3, t.name) FROM notes t WHERE t.owner_id = $1 AND t.id = $2)
        ORDER BY s.updated_at DESC, s.note_id DESC LIMIT 21
        """;
    const string Living = "FROM sessions WHERE key_hash = $1 AND user_id = $2 AND expires_at > now()";
    const string Create = $"""
        INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
        SELECT $3, user_id, $4, $5, $6, $7, $8, $8 {Living}
        """;
    const string Edit = $"""
        UPDATE notes SET revision = revision + 1, pad_id = $4, name = $5, text = $6, excerpt = $7, updated_at = $8
        WHERE id = $3 AND owner_id = $2 AND trashed_at IS NULL AND EXISTS (SELECT {Living})
        """;

    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        $"{connection};Maximum Pool Size=20;Max Auto Prepare=20;Auto Prepare Min Usages=2;No Reset On Close=true");

    public async Task<string?> ListAsync(Person person)
    {
        await using var batch = Batch(person);
        batch.BatchCommands.Add(Command(Rows, person.Id, 51));
        await using var reader = await batch.ExecuteReaderAsync();
        if (await ReadViewerAsync(reader) is not { } viewer) return null;
        return Html.List(person, viewer, await ReadRowsAsync(reader));
    }

    /// <summary>A page of a note, which says what links to it, or a form.</summary>
    public async Task<string?> NoteAsync(
        Person person, Guid id, Func<Person, Viewer, Row, string> page, bool withLinks)
    {
        await using var batch = Batch(person);
        batch.BatchCommands.Add(Command(Note, id, person.Id));
        if (withLinks) batch.BatchCommands.Add(Command(Linked, person.Id, id, person.Id.ToString()[^4..]));
        await using var reader = await batch.ExecuteReaderAsync();
        if (await ReadViewerAsync(reader) is not { } viewer) return null;
        return await ReadRowsAsync(reader) is [var note] ? page(person, viewer, note) : null;
    }

    public Task<bool> CreateAsync(Person person, Guid id, Typed typed) => SaveAsync(Create, person, id, typed);

    public Task<bool> EditAsync(Person person, Guid id, Typed typed) => SaveAsync(Edit, person, id, typed);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    NpgsqlBatch Batch(Person person)
    {
        var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(Session, person.KeyHash, person.Id));
        batch.BatchCommands.Add(Command(Pads, person.Id));
        return batch;
    }

    async Task<bool> SaveAsync(string statement, Person person, Guid id, Typed typed)
    {
        await using var batch = source.CreateBatch();
        var now = time.GetUtcNow().UtcDateTime;
        batch.BatchCommands.Add(Command(
            statement, person.KeyHash, person.Id, id, typed.Pad, typed.Name, typed.Text, typed.Excerpt, now));
        return await batch.ExecuteNonQueryAsync() == 1;
    }

    static async Task<Viewer?> ReadViewerAsync(NpgsqlDataReader reader)
    {
        if (!await reader.ReadAsync()) return null;
        var viewer = new Viewer(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), [], []);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (reader.IsDBNull(0)) viewer.Tags.Add(new(reader.GetString(1), reader.GetInt32(2)));
            else viewer.Pads.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2)));
        }
        await reader.NextResultAsync();
        return viewer;
    }

    static async Task<List<Row>> ReadRowsAsync(NpgsqlDataReader reader)
    {
        var rows = new List<Row>(51);
        while (await reader.ReadAsync())
        {
            Guid? pad = reader.IsDBNull(3) ? null : reader.GetGuid(3);
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), pad, reader.GetDateTime(4)));
        }
        return rows;
    }

    static NpgsqlBatchCommand Command(string statement, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
                string text => new NpgsqlParameter<string> { TypedValue = text },
                int number => new NpgsqlParameter<int> { TypedValue = number },
                DateTime time => new NpgsqlParameter<DateTime> { TypedValue = time },
                null => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = DBNull.Value },
                _ => new NpgsqlParameter { Value = value },
            });
        }
        return command;
    }

    /// <summary>pgbench has names for what Npgsql numbers.</summary>
    static IEnumerable<string> Statements(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var statement in text.Split(';', Trimmed))
        {
            var names = Named().Matches(statement).Select(m => m.Value).Distinct().ToList();
            yield return Named().Replace(statement, m => $"${names.IndexOf(m.Value) + 1}");
        }
    }

    [GeneratedRegex(@":[a-z]+")]
    private static partial Regex Named();
}
