using Notejam.Web.Data;
using Notejam.Web.Search;
using Npgsql;

namespace Notejam.Web.Completion;

/// <summary>
/// The names of notes that have all the words, of the last one its beginning; the latest change first.
/// </summary>
/// <param name="Words">Folded (<see cref="SearchText"/>), a space between two.</param>
/// <param name="Most">At most so many.</param>
public sealed record NamesRead(string Words, int Most) : Read<IReadOnlyList<string>>
{
    const string Sql = """
        SELECT n.name
        FROM (
            SELECT note_id, updated_at
            FROM note_search
            WHERE owner_id = $1 AND words @@ $2::tsquery AND names @@ $3::tsquery AND trashed_at IS NULL
            ORDER BY updated_at DESC, note_id DESC
            LIMIT $4) AS f
        JOIN notes n ON n.owner_id = $1 AND n.id = f.note_id
        ORDER BY f.updated_at DESC, f.note_id DESC
        """;

    public override NpgsqlBatchCommand Ask(Guid owner)
    {
        var query = SearchQuery.Parse(Words);
        var mark = SearchFilter.MarkOf(owner);
        return Statement.Of(Sql, owner)
            .With(query.Condition(mark))
            .With(query.Wanted(mark, " & "))
            .With(query.IsEmpty ? 0 : Most);
    }

    public override async Task<IReadOnlyList<string>> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<string> names = [];
        while (await rows.ReadAsync(cancel)) names.Add(rows.GetString(0));
        return names;
    }
}
