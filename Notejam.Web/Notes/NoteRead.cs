using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Notes;

/// <summary>A note as pages show it.</summary>
/// <param name="WrittenAt">When name or text were last changed; to move a note changes neither.</param>
/// <param name="TrashedAt">Since when it is in the trash; null if it is not.</param>
public sealed record NoteView(
    string Name,
    string Text,
    Guid? PadId,
    DateTimeOffset UpdatedAt,
    int Revision,
    DateTimeOffset WrittenAt,
    DateTimeOffset? TrashedAt,
    bool IsPinned,
    bool IsArchived,
    string[] Tags);

/// <summary>One note, also of the trash; null if this person has none of this id.</summary>
public sealed record NoteRead(Guid Id) : Read<NoteView?>, IPageRead
{
    const string Sql = """
        SELECT name, text, pad_id, updated_at, revision, coalesce(written_at, updated_at), trashed_at,
            pinned_at IS NOT NULL, archived_at IS NOT NULL, tags
        FROM notes
        WHERE owner_id = $1 AND id = $2
        """;

    public static Read From(HttpRequest request) => new NoteRead(Guid.Parse((string)request.RouteValues["id"]!));

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(Id);

    public override async Task<NoteView?> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.ReadAsync(cancel)
            ? new(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetFieldValue<Guid?>(2),
                rows.GetFieldValue<DateTimeOffset>(3),
                rows.GetInt32(4),
                rows.GetFieldValue<DateTimeOffset>(5),
                rows.GetFieldValue<DateTimeOffset?>(6),
                rows.GetBoolean(7),
                rows.GetBoolean(8),
                rows.GetFieldValue<string[]>(9))
            : null;
}
