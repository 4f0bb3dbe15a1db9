using Notejam.Web.History;

namespace Notejam.Web.Notes;

sealed class Note
{
    public const int NameLength = 100;

    /// <summary>
    /// In code points. Percent-encoded, each takes at most twelve bytes of a body (<see cref="Http.Bodies.Largest"/>).
    /// </summary>
    public const int TextLength = 100_000;

    /// <summary>
    /// Texts that were saved within this time of the first are one piece of work: the history keeps the first and the
    /// last of them, and each that lost more than half.
    /// </summary>
    static readonly TimeSpan Run = TimeSpan.FromMinutes(10);

    Note() { }

    public Note(Guid id, Guid ownerId, string name, string text, Guid? padId, string[] tags, DateTimeOffset at)
    {
        Id = id;
        OwnerId = ownerId;
        PadId = padId;
        Tags = tags;
        CreatedAt = Microseconds(at);
        UpdatedAt = CreatedAt;
        Write(name, text, UpdatedAt, isFirstOfRun: true);
    }

    public Guid Id { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? PadId { get; private set; }
    /// <summary>As <see cref="Notejam.Web.Tags.TagNames"/> keeps them.</summary>
    public string[] Tags { get; private set; } = [];

    public string Name { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>One line of the text, so that lists need not read it.</summary>
    public string Excerpt { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>How often name or text have changed, with the first: by it a save tells what it began with.</summary>
    public int Revision { get; private set; }

    /// <summary>When this text was written; null if that was before there was a history.</summary>
    public DateTimeOffset? WrittenAt { get; private set; }

    /// <summary>When the first of the texts was written that this one may replace without a trace.</summary>
    public DateTimeOffset? RunStartedAt { get; private set; }

    /// <summary>Whether the history keeps this text, however soon another follows.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Since when it is in the trash; null if it is not.</summary>
    public DateTimeOffset? TrashedAt { get; private set; }

    /// <summary>Since when it stands before the others in lists; null if it does not.</summary>
    public DateTimeOffset? PinnedAt { get; private set; }

    /// <summary>Since when it is out of the lists; null if it is not, and then it is not pinned either.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>
    /// What took it to the trash, to the archive or to another pad last; the same for all that went there with it.
    /// </summary>
    public Guid? BatchId { get; private set; }

    /// <summary>The pad from which it was moved then.</summary>
    public Guid? MovedFrom { get; private set; }

    /// <summary>The text that this one replaces, if it belongs into the history.</summary>
    public NoteRevision? Edit(string name, string text, Guid? padId, DateTimeOffset at)
    {
        if (PadId != padId) Move(padId);
        UpdatedAt = Microseconds(at);
        if (Has(name, text)) return null;
        var isFirstOfRun = RunStartedAt is not { } began || at < began || at - began >= Run;
        var losesMuch = text.Length < Text.Length / 2;
        var replaced = isFirstOfRun || IsKept || losesMuch ? NoteRevision.Of(this) : null;
        Write(name, text, UpdatedAt, isFirstOfRun);
        return replaced;
    }

    /// <summary>
    /// A note that it links to has another name. Nobody worked on this one: it stays where it is in lists by time.
    /// Returns the text that is replaced.
    /// </summary>
    public NoteRevision Relink(string text, DateTimeOffset at)
    {
        var replaced = NoteRevision.Of(this);
        Write(Name, text, Microseconds(at), isFirstOfRun: true);
        return replaced;
    }

    /// <summary>Its links to itself follow the name that this same save gives to it.</summary>
    public void LinkItself(string text)
    {
        Text = text;
        Excerpt = Notes.Excerpt.Of(text);
    }

    /// <summary>They are no part of the text: the history does not keep them.</summary>
    public void Tag(string[] tags)
    {
        if (!Tags.SequenceEqual(tags)) Tags = tags;
    }

    /// <summary>An older text becomes the note's again; it is kept, and so is the one that it replaces.</summary>
    public NoteRevision? Restore(NoteRevision older, DateTimeOffset at)
    {
        Keep();
        var replaced = Edit(older.Name, older.Text, PadId, at);
        Keep();
        return replaced;
    }

    public void Keep() => IsKept = true;

    /// <summary>Out of the trash, to no pad where its own is not there any more.</summary>
    public void Restore(bool hasPad)
    {
        TrashedAt = null;
        if (!hasPad) PadId = null;
    }

    public bool Has(string name, string text) => (Name, Text) == (name, text);

    public bool HasContent(string name, string text, Guid? padId, string[] tags) =>
        Has(name, text) && PadId == padId && Tags.SequenceEqual(tags);

    /// <summary>Nobody who takes back an earlier move means this one.</summary>
    void Move(Guid? padId)
    {
        PadId = padId;
        BatchId = null;
        MovedFrom = null;
    }

    void Write(string name, string text, DateTimeOffset at, bool isFirstOfRun)
    {
        Name = name;
        Text = text;
        Excerpt = Notes.Excerpt.Of(text);
        Revision++;
        WrittenAt = at;
        if (isFirstOfRun) RunStartedAt = at;
        IsKept = isFirstOfRun;
    }

    /// <summary>What PostgreSQL keeps: a row and a cursor made from it must compare as equal.</summary>
    static DateTimeOffset Microseconds(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
