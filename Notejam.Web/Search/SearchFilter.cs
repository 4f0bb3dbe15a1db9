using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Search;

/// <summary>Which notes have what is looked for: the condition that the page of results and their count share.</summary>
static class SearchFilter
{
    /// <summary>Parameters $1 to $9, in the order of <see cref="Ask"/>.</summary>
    public const string Found = """
        FROM note_search
        WHERE owner_id = $1 AND words @@ $2::tsquery
            AND (trashed_at IS NOT NULL) = $3
            AND updated_at >= $4 AND updated_at < $5
            AND (has_task OR NOT $6)
            AND (cardinality($7) = 0 OR pad_id IN (
                SELECT id FROM pads WHERE owner_id = $1 AND search_fold(name) = ANY ($7)))
            AND (NOT $8 OR note_id IN (
                SELECT id FROM notes WHERE owner_id = $1 AND pinned_at IS NOT NULL))
            AND (NOT $9 OR note_id IN (
                SELECT id FROM notes WHERE owner_id = $1 AND archived_at IS NOT NULL))
        """;

    /// <summary>Later than any note.</summary>
    public static readonly DateTimeOffset Ever = new(9999, 12, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Each word in the index begins with a mark of its owner: so other people's are not even looked at, and the
    /// beginning of a word is sought among one's own. (Some owners share a mark: the owner is a condition, too.)
    /// </summary>
    public static string MarkOf(Guid owner) => owner.ToString()[^4..];

    public static NpgsqlBatchCommand Ask(string sql, Guid owner, SearchQuery query, TimeZoneInfo zone) =>
        Statement.Of(sql, owner)
            .With(query.Condition(MarkOf(owner)))
            .With(query.InTrash)
            .With(query.After is { } after ? Begin(after.AddDays(1), zone) : DateTimeOffset.UnixEpoch)
            .With(query.Before is { } before ? Begin(before, zone) : Ever)
            .With(query.WithTask)
            .With(query.Pads.Select(SearchText.Fold).ToArray())
            .With(query.IsPinned)
            .With(query.IsArchived);

    static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
