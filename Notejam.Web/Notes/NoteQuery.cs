using Notejam.Web.Data;
using Notejam.Web.Search;
using Notejam.Web.Tags;
using Npgsql;

namespace Notejam.Web.Notes;

/// <summary>Which notes: of one pad, of one tag or all, in which order, after or before which place.</summary>
public sealed record NoteQuery(Guid? Pad, string? Tag, NoteOrder Order, Cursor? After, Cursor? Before)
    : Read<NoteList>, IPageRead
{
    public static NoteQuery Of(Guid? pad, string? order, string? after, string? before) =>
        new(pad, null, NoteOrder.Parse(order), Cursor.Parse(after), Cursor.Parse(before));

    public static NoteQuery OfTag(string tag, string? order, string? after, string? before) =>
        Of(null, order, after, before) with { Tag = TagNames.One(tag) ?? "" };

    public static Read From(HttpRequest request)
    {
        Guid? pad = request.RouteValues["id"] is string id ? Guid.Parse(id) : null;
        var query = request.Query;
        return request.RouteValues["tag"] is string tag
            ? OfTag(tag, query["order"], query["after"], query["before"])
            : Of(pad, query["order"], query["after"], query["before"]);
    }

    /// <summary>The first page of the same list.</summary>
    public NoteQuery First => this with { After = null, Before = null };

    /// <summary>Where the page begins; null for the first.</summary>
    public Cursor? Cursor => IsBackward ? Before : After;

    bool IsBackward => After is null && Before is { PageNumber: > 1 };

    bool IsDescending => Order.Descending != IsBackward;

    public override NpgsqlBatchCommand Ask(Guid owner)
    {
        // One more than a page holds tells whether there is a next page.
        var statement = Statement.Of(Sql(), owner).With(NoteList.PageSize + 1);
        if (Cursor is { } place)
        {
            statement.With(place.Id);
            if (Order.ByName) statement.With(place.Name);
            else statement.With(place.UpdatedAt);
        }
        if (Pad is { } pad) statement.With(pad);
        if (Tag is not null) statement.With(TagTerm.Condition(SearchFilter.MarkOf(owner), Tag));
        return statement;
    }

    public override async Task<NoteList> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<NoteRow> notes = new(NoteList.PageSize + 1);
        while (await rows.ReadAsync(cancel))
        {
            notes.Add(new(
                rows.GetGuid(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetFieldValue<Guid?>(3),
                rows.GetFieldValue<DateTimeOffset>(4),
                rows.GetBoolean(5)));
        }
        var more = notes.Count > NoteList.PageSize;
        if (more) notes.RemoveAt(NoteList.PageSize);
        if (IsBackward) notes.Reverse();
        return new(Order, Cursor?.PageNumber ?? 1, notes, HasNext: IsBackward || more);
    }

    /// <summary>
    /// Pinned notes, then the others; each part follows an index of its own. Beyond the last pinned note, and in it when
    /// one walks back, the other part is not asked for.
    /// </summary>
    string Sql()
    {
        var (column, direction) = (Order.ByName ? "name" : "updated_at", IsDescending ? "DESC" : "ASC");
        var begin = Part(Cursor?.IsPinned ?? true, column, direction, Cursor is not null);
        if (Cursor is { } place && place.IsPinned == IsBackward) return begin;
        return $"""
            ({begin})
            UNION ALL
            ({Part(Cursor is { IsPinned: false }, column, direction, isAtPlace: false)})
            ORDER BY is_pinned {(IsBackward ? "ASC" : "DESC")}, {column} {direction}, id {direction}
            LIMIT $2
            """;
    }

    /// <summary>
    /// A row comparison: PostgreSQL starts at the place in the index, which it does not for the same condition written
    /// with "or". The limit is a parameter: with a number it once chose to sort all notes of a deep page.
    /// </summary>
    string Part(bool isPinned, string column, string direction, bool isAtPlace)
    {
        var place = isAtPlace ? $" AND ({column}, id) {(IsDescending ? '<' : '>')} ($4, $3)" : "";
        var last = Cursor is null ? "$3" : "$5";
        var among = this switch
        {
            { Pad: not null } => $" AND pad_id = {last}",
            { Tag: not null } =>
                $" AND id IN (SELECT note_id FROM note_search WHERE owner_id = $1 AND words @@ {last}::tsquery)",
            _ => "",
        };
        var pinned = isPinned ? "pinned_at IS NOT NULL" : "pinned_at IS NULL AND archived_at IS NULL";
        return $"""
            SELECT id, name, excerpt, pad_id, updated_at, pinned_at IS NOT NULL AS is_pinned
            FROM notes
            WHERE owner_id = $1 AND trashed_at IS NULL AND {pinned}{among}{place}
            ORDER BY {column} {direction}, id {direction}
            LIMIT $2
            """;
    }
}
