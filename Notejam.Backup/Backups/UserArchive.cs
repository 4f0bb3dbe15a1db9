using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// A zip of one person's notes: a Markdown file with front matter for each, in a folder for each pad, and notes.json
/// with every column that the backup has, whatever version of the schema made it, and what the notes said before.
/// </summary>
sealed class UserArchive(NpgsqlConnection connection, Guid user)
{
    /// <summary>A backup from before there was a trash has no such column.</summary>
    const string Notes = """
        SELECT n.id, n.name, n.text, n.created_at, n.updated_at, p.id, p.name,
            (to_jsonb(n) ->> 'trashed_at')::timestamptz
        FROM notes n LEFT JOIN pads p ON p.id = n.pad_id WHERE n.owner_id = $1 ORDER BY n.created_at, n.id
        """;

    /// <summary>What a backup has of them: one from before there was a history has none.</summary>
    static readonly (string Table, string Order)[] Tables =
    [
        ("pads", "created_at, id"), ("notes", "created_at, id"), ("note_revisions", "note_id, written_at, id"),
    ];

    readonly FileNames names = new();

    public static async Task<Guid?> FindAsync(NpgsqlConnection connection, string email, CancellationToken cancel)
    {
        const string Sql = "SELECT id FROM users WHERE normalized_email = $1";
        var normalized = email.Trim().ToUpperInvariant();
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = normalized } } };
        return (Guid?)await command.ExecuteScalarAsync(cancel);
    }

    /// <summary>Returns the number of notes.</summary>
    public async Task<int> WriteAsync(Stream output, CancellationToken cancel)
    {
        await using var zip = await ZipArchive.CreateAsync(
            output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await WriteRowsAsync(zip, cancel);
        await using var command = new NpgsqlCommand(Notes, connection) { Parameters = { new() { Value = user } } };
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var count = 0;
        for (; await rows.ReadAsync(cancel); count++) await WriteNoteAsync(zip, rows, cancel);
        return count;
    }

    async Task WriteNoteAsync(ZipArchive zip, NpgsqlDataReader row, CancellationToken cancel)
    {
        Guid? pad = await row.IsDBNullAsync(5, cancel) ? null : row.GetGuid(5);
        var folder = pad is null ? "" : names.Folder(pad.Value, row.GetString(6)) + "/";
        var about = new FrontMatter(
            row.GetGuid(0),
            row.GetString(1),
            pad is null ? null : row.GetString(6),
            row.GetFieldValue<DateTimeOffset>(3),
            row.GetFieldValue<DateTimeOffset>(4),
            row.GetFieldValue<DateTimeOffset?>(7));
        await using var entry = await zip.CreateEntry(names.File(folder, about.Name, ".md")).OpenAsync(cancel);
        await using var text = new StreamWriter(entry) { NewLine = "\n" };
        await text.WriteLineAsync("---");
        var front = JsonSerializer.SerializeToElement(about, ArchiveJson.Readable.FrontMatter);
        foreach (var property in front.EnumerateObject())
        {
            var value = JsonSerializer.Serialize(property.Value, ArchiveJson.Readable.JsonElement);
            await text.WriteLineAsync($"{property.Name}: {value}");
        }
        await text.WriteAsync($"---\n\n{row.GetString(2)}");
    }

    async Task WriteRowsAsync(ZipArchive zip, CancellationToken cancel)
    {
        await using var entry = await zip.CreateEntry("notes.json").OpenAsync(cancel);
        var readable = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        await using var json = new Utf8JsonWriter(entry, readable);
        json.WriteStartObject();
        foreach (var (table, order) in Tables)
        {
            json.WriteStartArray(table);
            await foreach (var row in RowsAsync(table, order, cancel)) json.WriteRawValue(row);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    async IAsyncEnumerable<string> RowsAsync(
        string table,
        string order,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (!await ExistsAsync(table, cancel)) yield break;
        var sql = $"SELECT to_jsonb(r) - 'owner_id' FROM {table} r WHERE owner_id = $1 ORDER BY {order}";
#pragma warning disable CA2100 // One of three names of ours.
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = user } } };
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel)) yield return rows.GetString(0);
    }

    async Task<bool> ExistsAsync(string table, CancellationToken cancel)
    {
        const string Sql = "SELECT to_regclass($1) IS NOT NULL";
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = table } } };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}

/// <param name="Trashed">Since when it is in the trash; left out of a note that is not.</param>
sealed record FrontMatter(
    Guid Id,
    string Name,
    string? Pad,
    DateTimeOffset Created,
    DateTimeOffset Updated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Trashed);

/// <summary>
/// A JSON string is also one of YAML, as long as letters beyond the first plane are not written as two escapes.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrontMatter))]
[JsonSerializable(typeof(JsonElement))]
sealed partial class ArchiveJson : JsonSerializerContext
{
    public static ArchiveJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
