using System.Diagnostics.Metrics;

namespace Notejam.Web.Notes;

/// <summary>What happens to notes, and never whose.</summary>
sealed class NoteMetrics
{
    readonly Counter<long> saved, created, deleted, conflicts;

    public NoteMetrics(Meter meter)
    {
        saved = meter.CreateCounter<long>("notejam.notes.saved", "{note}", "Notes saved, new and changed ones.");
        created = meter.CreateCounter<long>("notejam.notes.created", "{note}", "Notes created.");
        deleted = meter.CreateCounter<long>(
            "notejam.notes.deleted", "{note}", "Notes moved to the trash, alone or with their pad.");
        conflicts = meter.CreateCounter<long>(
            "notejam.notes.conflicts", "{save}", "Saves of a text whose note had changed since it was begun.");
        foreach (var counter in new[] { saved, created, deleted, conflicts }) counter.Add(0);
    }

    public void Created()
    {
        created.Add(1);
        saved.Add(1);
    }

    public void Edited() => saved.Add(1);

    public void Conflicted() => conflicts.Add(1);

    public void Deleted(int notes) => deleted.Add(notes);
}
