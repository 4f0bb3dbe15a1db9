using Notejam.Web.Data;
using Notejam.Web.Search;
using Npgsql;

namespace Notejam.Web.Notes.Linked;

public sealed record LinkingNote(Guid Id, string Name, DateTimeOffset UpdatedAt);

/// <summary>
/// The notes that link to one, the latest change first; one more than is shown tells that there are more.
/// </summary>
public sealed record LinkedFrom(Guid Id) : Read<IReadOnlyList<LinkingNote>>, IPageRead
{
    /// <summary>How many are shown.</summary>
    public const int Most = 20;

    const string Sql = """
        SELECT n.id, n.name, n.updated_at
        FROM note_search s
        JOIN notes n ON n.owner_id = $1 AND n.id = s.note_id
        WHERE s.owner_id = $1 AND s.trashed_at IS NULL AND s.note_id <> $2
            AND s.words @@ (
                SELECT link_query($3, t.name) FROM notes t WHERE t.owner_id = $1 AND t.id = $2)
        ORDER BY s.updated_at DESC, s.note_id DESC
        LIMIT $4
        """;

    public static Read From(HttpRequest request) => new LinkedFrom(Guid.Parse((string)request.RouteValues["id"]!));

    public override NpgsqlBatchCommand Ask(Guid owner) =>
        Statement.Of(Sql, owner).With(Id).With(SearchFilter.MarkOf(owner)).With(Most + 1);

    public override async Task<IReadOnlyList<LinkingNote>> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<LinkingNote> notes = [];
        while (await rows.ReadAsync(cancel))
            notes.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2)));
        return notes;
    }
}
