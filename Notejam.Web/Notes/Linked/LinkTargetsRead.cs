using Notejam.Web.Data;
using Notejam.Web.Markdown;
using Npgsql;

namespace Notejam.Web.Notes.Linked;

/// <summary>
/// To which note each name leads: of several of one name to one that is not archived, and the latest change first.
/// </summary>
public sealed record LinkTargetsRead(IReadOnlyList<string> Names) : Read<NoteLinkTargets>
{
    /// <summary>Names that differ in nothing but their case are looked for once.</summary>
    const string Sql = """
        WITH wanted AS (
            SELECT name, link_key(name) AS key FROM unnest($2::text[]) AS name),
        found AS MATERIALIZED (
            SELECT key, (
                SELECT n.id
                FROM note_search s
                JOIN notes n ON n.owner_id = $1 AND n.id = s.note_id
                WHERE s.owner_id = $1 AND s.name_key = keys.key AND s.trashed_at IS NULL
                ORDER BY n.archived_at IS NOT NULL, n.updated_at DESC, n.id DESC
                LIMIT 1) AS id
            FROM (SELECT DISTINCT key FROM wanted) AS keys)
        SELECT name, id FROM wanted JOIN found USING (key)
        """;

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(Names.ToArray());

    public override async Task<NoteLinkTargets> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        Dictionary<string, Guid?> notes = [];
        while (await rows.ReadAsync(cancel)) notes[rows.GetString(0)] = rows.GetFieldValue<Guid?>(1);
        return new(notes);
    }
}
