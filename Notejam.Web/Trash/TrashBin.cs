using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;
using Notejam.Web.Notes;
using Notejam.Web.Pads;

namespace Notejam.Web.Trash;

/// <summary>What was deleted, until it is deleted for good.</summary>
static class TrashBin
{
    public const int Days = 30;

    /// <summary>For changes of very many notes; shorter than a request may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The filter that keeps what is in the trash out of a query.</summary>
    public const string Filter = "Trash";

    /// <summary>
    /// This person's notes, those in the trash too; and so are the pads that the same query looks at.
    /// </summary>
    public static IQueryable<Note> AllNotes(this NotejamDb db) => db.Notes.IgnoreQueryFilters([Filter]);

    /// <summary>This person's pads, those in the trash too.</summary>
    public static IQueryable<Pad> AllPads(this NotejamDb db) => db.Pads.IgnoreQueryFilters([Filter]);
}
