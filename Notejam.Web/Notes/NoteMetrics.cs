using System.Diagnostics.Metrics;

namespace Notejam.Web.Notes;

/// <summary>What happens to notes, and never whose.</summary>
sealed class NoteMetrics
{
    readonly Counter<long> saved, created, deleted;

    public NoteMetrics(Meter meter)
    {
        saved = meter.CreateCounter<long>("notejam.notes.saved", "{note}", "Notes saved, new and changed ones.");
        created = meter.CreateCounter<long>("notejam.notes.created", "{note}", "Notes created.");
        deleted = meter.CreateCounter<long>(
            "notejam.notes.deleted", "{note}", "Notes deleted, alone or with their pad.");
        foreach (var counter in new[] { saved, created, deleted }) counter.Add(0);
    }

    public void Created()
    {
        created.Add(1);
        saved.Add(1);
    }

    public void Edited() => saved.Add(1);

    public void Deleted(int notes) => deleted.Add(notes);
}
