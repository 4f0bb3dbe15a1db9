using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Tags;

/// <param name="NoteCount">Of the notes in lists.</param>
public sealed record TagRow(string Name, int NoteCount);

/// <summary>All tags of notes in lists, by name.</summary>
public sealed record TagListRead : Read<IReadOnlyList<TagRow>>, IPageRead
{
    const string Sql = "SELECT name, note_count FROM tags WHERE owner_id = $1 ORDER BY name";

    public static Read From(HttpRequest request) => new TagListRead();

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner);

    public override async Task<IReadOnlyList<TagRow>> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel)
    {
        List<TagRow> tags = [];
        while (await rows.ReadAsync(cancel)) tags.Add(new(rows.GetString(0), rows.GetInt32(1)));
        return tags;
    }
}

/// <summary>How many notes in lists have a tag; null for what is no tag.</summary>
public sealed record TagRead(string Tag) : Read<TagRow?>, IPageRead
{
    const string Sql = "SELECT name, note_count FROM tags WHERE owner_id = $1 AND name = $2";

    public static Read From(HttpRequest request) => Of((string)request.RouteValues["tag"]!);

    public static TagRead Of(string tag) => new(TagNames.One(tag) ?? "");

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(Tag);

    public override async Task<TagRow?> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.ReadAsync(cancel) ? new(rows.GetString(0), rows.GetInt32(1))
        : Tag.Length > 0 ? new(Tag, 0)
        : null;
}
