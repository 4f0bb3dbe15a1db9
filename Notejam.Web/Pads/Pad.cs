namespace Notejam.Web.Pads;

/// <summary>A named group of one person's notes.</summary>
sealed class Pad
{
    public const int NameLength = 100;

    /// <summary>The most that one person has. Every page reads them all, for the names that it shows.</summary>
    public const int Most = 1000;

    Pad() { }

    public Pad(Guid id, Guid ownerId, string name, DateTimeOffset at, Guid? template = null)
    {
        Id = id;
        OwnerId = ownerId;
        Name = name;
        TemplateId = template;
        CreatedAt = at;
        UsedAt = at;
    }

    public Guid Id { get; private set; }
    public Guid OwnerId { get; private set; }
    public string Name { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// When the pad or a note in it was last written; the database follows the notes (migration FollowUse).
    /// </summary>
    public DateTimeOffset UsedAt { get; private set; }

    /// <summary>Kept by the database (migration CountNotes).</summary>
    public int NoteCount { get; private set; }

    /// <summary>Since when it is in the trash, with its notes; null if it is not.</summary>
    public DateTimeOffset? TrashedAt { get; private set; }

    /// <summary>What took it to the trash last; its notes that went there with it have the same.</summary>
    public Guid? BatchId { get; private set; }

    /// <summary>
    /// The note that new ones in the pad begin like; it may be in the trash, or gone, and then they begin empty.
    /// </summary>
    public Guid? TemplateId { get; private set; }

    public void Change(string name, Guid? template, DateTimeOffset at)
    {
        Name = name;
        TemplateId = template;
        UsedAt = at;
    }
}
