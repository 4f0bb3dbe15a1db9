using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Archive;

public sealed record ArchiveRow(Guid Id, string Name, string Excerpt, Guid? PadId, DateTimeOffset ArchivedAt);

/// <summary>A page of the archive, the latest first.</summary>
public sealed record ArchiveList(int PageNumber, IReadOnlyList<ArchiveRow> Rows, bool HasNext)
{
    public const int PageSize = 50;
}

public sealed record ArchiveRead(int Page) : Read<ArchiveList>, IPageRead
{
    const string Sql = """
        SELECT id, name, excerpt, pad_id, archived_at
        FROM notes
        WHERE owner_id = $1 AND archived_at IS NOT NULL AND trashed_at IS NULL
        ORDER BY archived_at DESC, id
        LIMIT $2 OFFSET $3
        """;

    public static Read From(HttpRequest request) => Of(request.Query["page"]);

    public static ArchiveRead Of(string? page) => new(PageNumber.Of(page));

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner)
        .With(ArchiveList.PageSize + 1)
        .With((Page - 1) * ArchiveList.PageSize);

    public override async Task<ArchiveList> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<ArchiveRow> notes = [];
        while (await rows.ReadAsync(cancel))
        {
            notes.Add(new(
                rows.GetGuid(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetFieldValue<Guid?>(3),
                rows.GetFieldValue<DateTimeOffset>(4)));
        }
        var more = notes.Count > ArchiveList.PageSize;
        if (more) notes.RemoveAt(ArchiveList.PageSize);
        return new(Page, notes, more);
    }
}
