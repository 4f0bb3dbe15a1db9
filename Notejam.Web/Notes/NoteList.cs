using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Notes;

public sealed record NoteRow(Guid Id, string Name, string Excerpt, Guid? PadId, DateTimeOffset UpdatedAt);

/// <summary>Which notes: of one pad or all, in which order, after or before which place.</summary>
public sealed record NoteQuery(Guid? Pad, NoteOrder Order, Cursor? After, Cursor? Before)
{
    public static NoteQuery Of(Guid? pad, string? order, string? after, string? before) =>
        new(pad, NoteOrder.Parse(order), Cursor.Parse(after), Cursor.Parse(before));
}

/// <summary>One page of a list.</summary>
public sealed record NoteList(NoteOrder Order, int PageNumber, IReadOnlyList<NoteRow> Rows, bool HasNext)
{
    public const int PageSize = 50;

    public bool HasPrevious => PageNumber > 1;

    internal static async Task<NoteList> ReadAsync(NotejamDb db, NoteQuery query)
    {
        var backward = query.After is null && query.Before is { PageNumber: > 1 };
        var cursor = backward ? query.Before : query.After;
        // One more than a page holds tells whether there is a next page.
        var rows = await Sorted(db, query, cursor, query.Order.Descending != backward)
            .Take(PageSize + 1)
            .Select(n => new NoteRow(n.Id, n.Name, n.Excerpt, n.PadId, n.UpdatedAt))
            .ToListAsync();
        if (rows.Count == 0 && cursor is not null)
            return await ReadAsync(db, query with { After = null, Before = null });

        var more = rows.Count > PageSize;
        if (more) rows.RemoveAt(PageSize);
        if (backward) rows.Reverse();
        return new NoteList(query.Order, cursor?.PageNumber ?? 1, rows, HasNext: backward || more);
    }

    static IQueryable<Note> Sorted(NotejamDb db, NoteQuery query, Cursor? cursor, bool descending)
    {
        var notes = db.Notes.AsNoTracking();
        if (query.Pad is { } pad) notes = notes.Where(n => n.PadId == pad);
        return query.Order.ByName ? ByName(notes, cursor, descending) : ByChange(notes, cursor, descending);
    }

    // Row comparisons: PostgreSQL starts at the place in the index, which it does not for the same condition written
    // with "or".
    static IQueryable<Note> ByChange(IQueryable<Note> notes, Cursor? cursor, bool descending)
    {
        if (cursor is var (_, id, at, _))
        {
            notes = descending
                ? notes.Where(n =>
                    EF.Functions.LessThan(ValueTuple.Create(n.UpdatedAt, n.Id), ValueTuple.Create(at, id)))
                : notes.Where(n =>
                    EF.Functions.GreaterThan(ValueTuple.Create(n.UpdatedAt, n.Id), ValueTuple.Create(at, id)));
        }
        return descending
            ? notes.OrderByDescending(n => n.UpdatedAt).ThenByDescending(n => n.Id)
            : notes.OrderBy(n => n.UpdatedAt).ThenBy(n => n.Id);
    }

    static IQueryable<Note> ByName(IQueryable<Note> notes, Cursor? cursor, bool descending)
    {
        if (cursor is var (_, id, _, name))
        {
            notes = descending
                ? notes.Where(n =>
                    EF.Functions.LessThan(ValueTuple.Create(n.Name, n.Id), ValueTuple.Create(name, id)))
                : notes.Where(n =>
                    EF.Functions.GreaterThan(ValueTuple.Create(n.Name, n.Id), ValueTuple.Create(name, id)));
        }
        return descending
            ? notes.OrderByDescending(n => n.Name).ThenByDescending(n => n.Id)
            : notes.OrderBy(n => n.Name).ThenBy(n => n.Id);
    }
}
