namespace Notejam.Tests.Trash;

/// <summary>What a person expects of trash and Undo, day by day, without any of the application's code.</summary>
sealed class TrashModel
{
    public sealed class Thing
    {
        public required string Id { get; init; }
        public string? Pad { get; set; }
        public int? TrashedOn { get; set; }

        /// <summary>What moved it last; the same for all that moved with it.</summary>
        public int? Batch { get; set; }

        public string? MovedFrom { get; set; }
    }

    int batches;

    public List<Thing> Notes { get; } = [];
    public List<Thing> Pads { get; } = [];
    public int Day { get; private set; }

    public IEnumerable<Thing> LiveNotes => Notes.Where(n => n.TrashedOn is null);
    public IEnumerable<Thing> LivePads => Pads.Where(p => p.TrashedOn is null);
    public IEnumerable<Thing> TrashedNotes => Notes.Where(n => n.TrashedOn is not null);
    public IEnumerable<Thing> TrashedPads => Pads.Where(p => p.TrashedOn is not null);

    public int Trash(params Thing[] notes)
    {
        batches++;
        foreach (var note in notes)
        {
            note.TrashedOn = Day;
            note.Batch = batches;
        }
        return batches;
    }

    public void Restore(Thing note)
    {
        note.TrashedOn = null;
        note.Pad = Live(note.Pad);
    }

    public void UndoTrash(int batch)
    {
        foreach (var note in TrashedNotes.Where(n => n.Batch == batch)) Restore(note);
    }

    public void TrashPad(Thing pad)
    {
        pad.TrashedOn = Day;
        pad.Batch = Trash([.. LiveNotes.Where(n => n.Pad == pad.Id)]);
    }

    public void RestorePad(Thing pad)
    {
        pad.TrashedOn = null;
        foreach (var note in TrashedNotes.Where(n => n.Pad == pad.Id && n.Batch == pad.Batch)) note.TrashedOn = null;
    }

    public void DeletePadForGood(Thing pad)
    {
        Pads.Remove(pad);
        Notes.RemoveAll(n => n.Pad == pad.Id && n.Batch == pad.Batch);
        foreach (var note in Notes.Where(n => n.Pad == pad.Id)) note.Pad = null;
    }

    /// <summary>Several at once; those that are there already stay as they are.</summary>
    public int Move(Thing[] notes, string? pad)
    {
        batches++;
        foreach (var note in notes.Where(n => n.Pad != pad))
        {
            note.MovedFrom = note.Pad;
            note.Pad = pad;
            note.Batch = batches;
        }
        return batches;
    }

    public void UndoMove(int batch)
    {
        foreach (var note in LiveNotes.Where(n => n.Batch == batch)) note.Pad = Live(note.MovedFrom);
    }

    /// <summary>One, by its form: no earlier Undo means it any more.</summary>
    public static void MoveByEdit(Thing note, string? pad)
    {
        if (note.Pad != pad) note.Batch = null;
        note.Pad = pad;
    }

    public void Empty()
    {
        Notes.RemoveAll(n => n.TrashedOn is not null);
        Pads.RemoveAll(p => p.TrashedOn is not null);
    }

    public void Wait(int days)
    {
        Day += days;
        Notes.RemoveAll(n => n.TrashedOn <= Day - 30);
        Pads.RemoveAll(p => p.TrashedOn <= Day - 30);
    }

    /// <summary>One line a thing, in order.</summary>
    public string State => string.Join('\n', Notes
        .Select(n => $"{n.Id} {n.Pad} {(n.TrashedOn is null ? "kept" : "trash")}")
        .Concat(Pads.Select(p => $"{p.Id}  {(p.TrashedOn is null ? "kept" : "trash")}"))
        .Order(StringComparer.Ordinal));

    string? Live(string? pad) => LivePads.Any(p => p.Id == pad) ? pad : null;
}
