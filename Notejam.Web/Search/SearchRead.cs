using System.Globalization;
using Notejam.Web.Data;
using Notejam.Web.Layout;
using Notejam.Web.Notes;
using Npgsql;

namespace Notejam.Web.Search;

/// <summary>A note that was found.</summary>
public sealed record SearchHit(
    Guid Id,
    Snippet Name,
    Snippet Text,
    Guid? PadId,
    DateTimeOffset UpdatedAt,
    bool IsTrashed,
    bool IsArchived,
    Cursor Place);

/// <summary>A page of what was found, the best first.</summary>
public sealed record SearchHits(IReadOnlyList<SearchHit> Rows, bool HasNext)
{
    public const int Size = 20;
}

/// <summary>
/// The notes that have what is looked for: those with all the words in their name first, then those with some, then the
/// others; the latest change first among equals.
/// </summary>
/// <param name="Typed">As it was typed.</param>
/// <param name="Zone">Where the days of the query begin and end.</param>
public sealed record SearchRead(string Typed, TimeZoneInfo Zone, Cursor? After) : Read<SearchHits>, IPageRead
{
    const string Sql = $"""
        WITH found AS (
            SELECT note_id, updated_at, trashed_at,
                (names @@ $10::tsquery)::int + (names @@ $11::tsquery)::int AS rank
            {SearchFilter.Found})
        SELECT f.note_id, n.name, n.text, n.pad_id, f.updated_at, f.trashed_at IS NOT NULL,
            n.archived_at IS NOT NULL, f.rank
        FROM (
            SELECT * FROM found
            WHERE (rank, updated_at, note_id) < ($12, $13, $14)
            ORDER BY rank DESC, updated_at DESC, note_id DESC
            LIMIT $15) AS f
        JOIN notes n ON n.owner_id = $1 AND n.id = f.note_id
        ORDER BY f.rank DESC, f.updated_at DESC, f.note_id DESC
        """;

    public static Read From(HttpRequest request)
    {
        var zone = request.HttpContext.RequestServices.GetRequiredService<ViewerClock>().Zone;
        return Of(request.Query["q"], zone, request.Query["after"]);
    }

    public static SearchRead Of(string? typed, TimeZoneInfo zone, string? after) =>
        new(typed ?? "", zone, Cursor.Parse(after));

    public override NpgsqlBatchCommand Ask(Guid owner)
    {
        var query = SearchQuery.Parse(Typed);
        var mark = SearchFilter.MarkOf(owner);
        return SearchFilter.Ask(Sql, owner, query, Zone)
            .With(query.Wanted(mark, " & "))
            .With(query.Wanted(mark, " | "))
            .With(After is { } place && int.TryParse(place.Name, out var rank) ? rank : int.MaxValue)
            .With(After?.UpdatedAt ?? SearchFilter.Ever)
            .With(After?.Id ?? Guid.Empty)
            .With(query.IsEmpty ? 0 : SearchHits.Size + 1);
    }

    public override async Task<SearchHits> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        var terms = SearchQuery.Parse(Typed).Terms.Where(t => !t.IsNegated).ToList();
        List<SearchHit> hits = [];
        var more = false;
        while (await rows.ReadAsync(cancel))
        {
            more = hits.Count == SearchHits.Size;
            if (!more) hits.Add(Hit(rows, terms));
        }
        return new(hits, more);
    }

    SearchHit Hit(NpgsqlDataReader row, IReadOnlyList<SearchTerm> terms)
    {
        var (id, updatedAt) = (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(4));
        var rank = row.GetInt32(7).ToString(CultureInfo.InvariantCulture);
        return new(
            id,
            Snippet.OfName(row.GetString(1), terms),
            Snippet.OfText(row.GetString(2), terms),
            row.GetFieldValue<Guid?>(3),
            updatedAt,
            row.GetBoolean(5),
            row.GetBoolean(6),
            // What sorts before time is the rank here, as it is the name in other lists.
            new Cursor((After?.PageNumber ?? 1) + 1, id, updatedAt, rank));
    }
}
