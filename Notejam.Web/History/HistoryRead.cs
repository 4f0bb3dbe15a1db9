using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.History;

/// <summary>A line of the list of versions.</summary>
/// <param name="Number">Null for a text that was never saved as the note's.</param>
/// <param name="IsFirst">Whether the note was created with it.</param>
public sealed record RevisionRow(Guid Id, int? Number, int Words, DateTimeOffset WrittenAt, bool IsFirst);

/// <summary>A text as it once was.</summary>
public sealed record RevisionText(RevisionRow Row, string Name, string Text);

/// <summary>The older versions of a note, newest first.</summary>
/// <param name="Total">Of all, also those that stand on other pages.</param>
/// <param name="Chosen">The one that is looked at; null where there is none.</param>
/// <param name="BeforeChosen">The one before it.</param>
public sealed record NoteHistory(
    int Total, IReadOnlyList<RevisionRow> Rows, RevisionText? Chosen, RevisionText? BeforeChosen);

/// <summary>A page of a note's history, with the chosen version, which is the newest unless it is named.</summary>
public sealed record HistoryRead(Guid Note, Guid? Version, int Page) : Read<NoteHistory>, IPageRead
{
    public const int PageSize = 100;

    const string Sql = """
        WITH history AS (
            SELECT id, number, words, written_at, count(*) OVER () AS total,
                row_number() OVER newest AS place, lag(id) OVER newest AS newer
            FROM note_revisions
            WHERE owner_id = $1 AND note_id = $2
            WINDOW newest AS (ORDER BY written_at DESC, number DESC, id)),
        chosen AS (SELECT coalesce($3, (SELECT id FROM history WHERE place = 1)) AS id)
        SELECT h.id, h.number, h.words, h.written_at, h.written_at = n.created_at, h.total,
            h.place > $4 AND h.place <= $4 + $5, h.id = c.id, t.name, t.text
        FROM history h
        JOIN notes n ON n.owner_id = $1 AND n.id = $2
        CROSS JOIN chosen c
        LEFT JOIN note_revisions t ON t.id = h.id AND c.id IN (h.id, h.newer)
        WHERE h.place > $4 AND h.place <= $4 + $5 OR c.id IN (h.id, h.newer)
        ORDER BY h.place
        """;

    public static Read From(HttpRequest request) => Of(
        Guid.Parse((string)request.RouteValues["id"]!), request.Query["version"], request.Query["page"]);

    public static HistoryRead Of(Guid note, string? version, string? page) => new(
        note,
        Guid.TryParse(version, out var id) ? id : null,
        PageNumber.Of(page));

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner)
        .With(Note)
        .With(Version)
        .With((Page - 1) * PageSize)
        .With(PageSize);

    public override async Task<NoteHistory> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var total = 0;
        List<RevisionRow> page = [];
        RevisionText? chosen = null;
        RevisionText? before = null;
        while (await rows.ReadAsync(cancel))
        {
            var row = new RevisionRow(
                rows.GetGuid(0),
                rows.GetFieldValue<int?>(1),
                rows.GetInt32(2),
                rows.GetFieldValue<DateTimeOffset>(3),
                rows.GetBoolean(4));
            total = (int)rows.GetInt64(5);
            if (rows.GetBoolean(6)) page.Add(row);
            if (rows.IsDBNull(8)) continue;
            var text = new RevisionText(row, rows.GetString(8), rows.GetString(9));
            if (rows.GetBoolean(7)) chosen = text;
            else before = text;
        }
        return new(total, page, chosen, before);
    }
}
