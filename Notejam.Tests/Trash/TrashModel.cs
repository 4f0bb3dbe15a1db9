namespace Notejam.Tests.Trash;

/// <summary>What a person expects of the trash, day by day, without any of the application's code.</summary>
sealed class TrashModel
{
    public sealed class Thing
    {
        public required string Id { get; init; }
        public string? Pad { get; set; }
        public int? TrashedOn { get; set; }

        /// <summary>The note came into the trash with its pad.</summary>
        public bool IsWithPad { get; set; }
    }

    public List<Thing> Notes { get; } = [];
    public List<Thing> Pads { get; } = [];
    public int Day { get; private set; }

    public IEnumerable<Thing> LiveNotes => Notes.Where(n => n.TrashedOn is null);
    public IEnumerable<Thing> LivePads => Pads.Where(p => p.TrashedOn is null);
    public IEnumerable<Thing> TrashedNotes => Notes.Where(n => n.TrashedOn is not null);
    public IEnumerable<Thing> TrashedPads => Pads.Where(p => p.TrashedOn is not null);

    public void Trash(Thing note)
    {
        note.TrashedOn = Day;
        note.IsWithPad = false;
    }

    public void Restore(Thing note)
    {
        note.TrashedOn = null;
        if (LivePads.All(p => p.Id != note.Pad)) note.Pad = null;
    }

    public void TrashPad(Thing pad)
    {
        pad.TrashedOn = Day;
        foreach (var note in LiveNotes.Where(n => n.Pad == pad.Id).ToList())
        {
            note.TrashedOn = Day;
            note.IsWithPad = true;
        }
    }

    public void RestorePad(Thing pad)
    {
        pad.TrashedOn = null;
        foreach (var note in TrashedNotes.Where(n => n.Pad == pad.Id && n.IsWithPad)) note.TrashedOn = null;
    }

    public void DeletePadForGood(Thing pad)
    {
        Pads.Remove(pad);
        Notes.RemoveAll(n => n.Pad == pad.Id && n.IsWithPad);
        foreach (var note in Notes.Where(n => n.Pad == pad.Id)) note.Pad = null;
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
}
