using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Trash;

/// <summary>A line of the trash: a note that went there by itself, or a pad with its notes.</summary>
/// <param name="About">Of a note what it says, of a pad the names of some notes.</param>
/// <param name="Notes">How many notes a pad comes back with; null for a note.</param>
public sealed record TrashRow(Guid Id, string Name, string About, DateTimeOffset TrashedAt, int? Notes);

/// <summary>A page of the trash: pads before notes, the latest first.</summary>
public sealed record TrashList(int PageNumber, IReadOnlyList<TrashRow> Rows, bool HasNext)
{
    public const int PageSize = 50;
}

public sealed record TrashRead(int Page) : Read<TrashList>, IPageRead
{
    const string Sql = """
        WITH page AS (
            SELECT id, name, '' AS excerpt, trashed_at, batch_id, true AS is_pad
            FROM pads
            WHERE owner_id = $1 AND trashed_at IS NOT NULL
            UNION ALL
            SELECT id, name, excerpt, trashed_at, batch_id, false
            FROM notes
            WHERE owner_id = $1 AND trashed_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM pads p
                WHERE p.owner_id = $1 AND p.id = notes.pad_id AND p.batch_id = notes.batch_id
                    AND p.trashed_at IS NOT NULL)
            ORDER BY is_pad DESC, trashed_at DESC, id
            LIMIT $2 OFFSET $3)
        SELECT page.id, page.name, coalesce(inside.names, page.excerpt), page.trashed_at, inside.notes
        FROM page
        LEFT JOIN LATERAL (
            SELECT count(*) AS notes, string_agg(name, ', ') FILTER (WHERE place <= 10) AS names
            FROM (
                SELECT name, row_number() OVER (ORDER BY name, id) AS place
                FROM notes
                WHERE owner_id = $1 AND batch_id = page.batch_id AND pad_id = page.id) AS numbered
        ) AS inside ON page.is_pad
        ORDER BY page.is_pad DESC, page.trashed_at DESC, page.id
        """;

    public static Read From(HttpRequest request) => Of(request.Query["page"]);

    public static TrashRead Of(string? page) => new(PageNumber.Of(page));

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner)
        .With(TrashList.PageSize + 1)
        .With((Page - 1) * TrashList.PageSize);

    public override async Task<TrashList> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<TrashRow> lines = [];
        while (await rows.ReadAsync(cancel))
        {
            lines.Add(new(
                rows.GetGuid(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetFieldValue<DateTimeOffset>(3),
                (int?)rows.GetFieldValue<long?>(4)));
        }
        var more = lines.Count > TrashList.PageSize;
        if (more) lines.RemoveAt(TrashList.PageSize);
        return new(Page, lines, more);
    }
}
