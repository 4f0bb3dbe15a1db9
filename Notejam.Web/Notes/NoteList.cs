using Notejam.Web.Data;

namespace Notejam.Web.Notes;

public sealed record NoteRow(Guid Id, string Name, string Excerpt, Guid? PadId, DateTimeOffset UpdatedAt, bool IsPinned);

/// <summary>One page of a list.</summary>
public sealed record NoteList(NoteOrder Order, int PageNumber, IReadOnlyList<NoteRow> Rows, bool HasNext)
{
    public const int PageSize = 50;

    public bool HasPrevious => PageNumber > 1;

    internal static async Task<NoteList> ReadAsync(Reads reads, NoteQuery query)
    {
        var list = await reads.GetAsync(query);
        var isBeyond = list.Rows.Count == 0 && query.Cursor is not null;
        return isBeyond ? await reads.GetAsync(query.First) : list;
    }
}
