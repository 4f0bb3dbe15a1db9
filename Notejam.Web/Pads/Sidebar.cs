using Microsoft.EntityFrameworkCore;
using Notejam.Web.Accounts;
using Notejam.Web.Data;

namespace Notejam.Web.Pads;

public sealed record PadRow(Guid Id, string Name, int NoteCount);

/// <summary>What stands beside every signed-in page; pages take names and totals from here instead of asking again.</summary>
public sealed record Sidebar(int NoteCount, IReadOnlyList<PadRow> Pads)
{
    public PadRow? Find(Guid? id) => Pads.FirstOrDefault(p => p.Id == id);

    internal static async Task<Sidebar> ReadAsync(NotejamDb db, CurrentUser user)
    {
        var id = user.Id;
        var read = await db.Users.Where(u => u.Id == id)
            .Select(u => new { u.NoteCount, Pads = db.Pads.OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new PadRow(p.Id, p.Name, p.NoteCount)).ToList() })
            .SingleAsync();
        return new Sidebar(read.NoteCount, read.Pads);
    }
}
