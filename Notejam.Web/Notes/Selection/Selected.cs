using Microsoft.EntityFrameworkCore;
using Notejam.Web.Http;

namespace Notejam.Web.Notes.Selection;

/// <summary>What was done to several notes at once.</summary>
sealed record Batch(Guid Id, int Notes);

static class Selected
{
    public const string NoneMessage = "Choose notes first.";

    public const string GoneMessage = "These notes are not here any more.";

    /// <summary>
    /// What brought these notes where they are, by this request or by the one that it repeats; null if nothing did.
    /// </summary>
    public static Task<Batch?> LastBatchAsync(IQueryable<Note> there, Guid[] notes) => there
        .Where(n => notes.Contains(n.Id) && n.BatchId != null)
        .GroupBy(n => n.BatchId!.Value)
        .OrderByDescending(batch => batch.Key)
        .Select(batch => new Batch(batch.Key, batch.Count()))
        .FirstOrDefaultAsync();

    public static IResult ShowAgain(Guid id, IFormCollection fields) => new SeeOther(SelectLink.Again(
        LocalUrl.Or(fields["back"], "/"),
        [.. $"{fields["note"]}".Split(',').Select(note => Guid.TryParse(note, out var chosen) ? chosen : Guid.Empty)],
        fields["pad"]));
}
