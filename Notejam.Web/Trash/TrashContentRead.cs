using Notejam.Web.Data;
using Notejam.Web.Layout;
using Npgsql;

namespace Notejam.Web.Trash;

/// <summary>How much is in the trash.</summary>
/// <param name="Pad">The name of the pad, where there is only one.</param>
public sealed record TrashContent(int Notes, int Pads, string? Pad)
{
    public string Button => (Notes, Pads) switch
    {
        (0, 1) => "Delete pad",
        (0, _) => $"Delete {PadsInWords}",
        _ => $"Delete {Notes.Notes()}",
    };

    public string What => (Notes, Pads) switch
    {
        (0, _) => PadsInWords,
        (1, 0) => "1 note and its history",
        (_, 0) => $"{Notes.Notes()} and their history",
        (1, _) => $"1 note, its history and {PadsInWords}",
        _ => $"{Notes.Notes()}, their history and {PadsInWords}",
    };

    string PadsInWords => Pads == 1 ? $"the pad {Pad}" : $"{Pads.Grouped()} pads";
}

public sealed record TrashContentRead : Read<TrashContent>
{
    const string Sql = """
        SELECT u.trash_count, count(p.id), min(p.name)
        FROM users u
        LEFT JOIN pads p ON p.owner_id = u.id AND p.trashed_at IS NOT NULL
        WHERE u.id = $1
        GROUP BY u.id
        """;

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner);

    public override async Task<TrashContent> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.ReadAsync(cancel)
            ? new(rows.GetInt32(0), (int)rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2))
            : new(0, 0, null);
}
