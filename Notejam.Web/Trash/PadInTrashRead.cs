using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Trash;

/// <summary>A pad in the trash.</summary>
/// <param name="Total">Of the notes that come back with it.</param>
/// <param name="Rows">The first of them.</param>
public sealed record PadInTrashView(string Name, DateTimeOffset TrashedAt, int Total, IReadOnlyList<TrashRow> Rows);

/// <summary>Null if this person has no such pad in the trash.</summary>
public sealed record PadInTrashRead(Guid Id) : Read<PadInTrashView?>
{
    public const int Most = 50;

    const string Sql = """
        SELECT p.name, p.trashed_at, count(n.id) OVER (), n.id, n.name, n.excerpt
        FROM pads p
        LEFT JOIN notes n ON n.owner_id = $1 AND n.batch_id = p.batch_id AND n.pad_id = p.id
        WHERE p.owner_id = $1 AND p.id = $2 AND p.trashed_at IS NOT NULL
        ORDER BY n.updated_at DESC, n.id DESC
        LIMIT $3
        """;

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(Id).With(Most);

    public override async Task<PadInTrashView?> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        PadInTrashView? pad = null;
        List<TrashRow> notes = [];
        while (await rows.ReadAsync(cancel))
        {
            pad ??= new(
                rows.GetString(0), rows.GetFieldValue<DateTimeOffset>(1), (int)rows.GetInt64(2), notes);
            if (rows.IsDBNull(3)) continue;
            notes.Add(new(rows.GetGuid(3), rows.GetString(4), rows.GetString(5), pad.TrashedAt, Notes: null));
        }
        return pad;
    }
}
