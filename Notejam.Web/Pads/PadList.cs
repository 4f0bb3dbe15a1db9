using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;

namespace Notejam.Web.Pads;

public sealed record PadRow(Guid Id, string Name, int NoteCount, DateTimeOffset UsedAt);

/// <summary>
/// The pads of one person, for the menu beside every signed-in page; pages take names and totals from here instead of
/// asking again.
/// </summary>
/// <param name="NoteCount">Of all notes.</param>
/// <param name="Pads">All of them, by name.</param>
public sealed record PadList(int NoteCount, IReadOnlyList<PadRow> Pads)
{
    /// <summary>How many pads stand beside a page: those used last.</summary>
    public const int Most = 12;

    public PadRow? Find(Guid? id) => Pads.FirstOrDefault(p => p.Id == id);

    /// <summary>The pads used last and the one where one is, by name, so that they keep their order.</summary>
    public IEnumerable<PadRow> Beside(Guid? here)
    {
        var used = Pads.OrderByDescending(p => p.UsedAt).Take(Most).ToHashSet();
        return Pads.Where(p => used.Contains(p) || p.Id == here);
    }

    internal static async Task<PadList> ReadAsync(NotejamDb db, CurrentUser user)
    {
        var id = user.Id;
        var read = await db.Users.Where(u => u.Id == id)
            .Select(u => new
            {
                u.NoteCount,
                Pads = db.Pads.OrderBy(p => p.Name).ThenBy(p => p.Id)
                    .Select(p => new PadRow(p.Id, p.Name, p.NoteCount, p.UsedAt)).ToList(),
            })
            .SingleAsync();
        return new PadList(read.NoteCount, read.Pads);
    }
}
