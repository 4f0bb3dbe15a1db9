using Notejam.Web.Data;
using Notejam.Web.Markdown;
using Notejam.Web.Search;
using Npgsql;

namespace Notejam.Web.Notes.Linked;

/// <summary>
/// To which note each name leads: of several of one name to one that is not archived, and the latest change first.
/// </summary>
public sealed record LinkTargetsRead(IReadOnlyList<string> Names) : Read<NoteLinkTargets>
{
    const string Sql = """
        SELECT w.name, (
            SELECT n.id
            FROM note_search s
            JOIN notes n ON n.owner_id = $1 AND n.id = s.note_id
            WHERE s.owner_id = $1 AND s.trashed_at IS NULL
                AND s.words @@ w.query::tsquery AND (s.names @@ w.query::tsquery OR w.query = $4)
                AND link_key(n.name) = link_key(w.name)
            ORDER BY n.archived_at IS NOT NULL, n.updated_at DESC, n.id DESC
            LIMIT 1)
        FROM unnest($2::text[], $3::text[]) AS w (name, query)
        """;

    public override NpgsqlBatchCommand Ask(Guid owner)
    {
        var mark = SearchFilter.MarkOf(owner);
        var any = $"'{mark}'";
        return Statement.Of(Sql, owner)
            .With(Names.ToArray())
            .With(Names.Select(name => QueryOf(mark, name) is { Length: > 0 } query ? query : any).ToArray())
            .With(any);
    }

    public override async Task<NoteLinkTargets> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        Dictionary<string, Guid?> notes = [];
        while (await rows.ReadAsync(cancel)) notes[rows.GetString(0)] = rows.GetFieldValue<Guid?>(1);
        return new(notes);
    }

    /// <summary>The words of a name, if it has some, narrow down which notes are compared with it.</summary>
    static string QueryOf(string mark, string name) => string.Join(" & ", SearchText.Words(name)
        .Select(word => new SearchTerm(word, IsPrefix: false, IsNegated: false).Condition(mark)));
}
