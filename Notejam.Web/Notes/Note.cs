namespace Notejam.Web.Notes;

sealed class Note
{
    public const int NameLength = 100;

    /// <summary>
    /// In code points. Percent-encoded, each takes at most twelve bytes of a body (<see cref="Http.Bodies.Largest"/>).
    /// </summary>
    public const int TextLength = 100_000;

    Note() { }

    public Note(Guid id, Guid ownerId, string name, string text, Guid? padId, DateTimeOffset at)
    {
        Id = id;
        OwnerId = ownerId;
        CreatedAt = Microseconds(at);
        Edit(name, text, padId, at);
    }

    public Guid Id { get; private set; }
    public Guid OwnerId { get; private set; }
    public Guid? PadId { get; private set; }
    public string Name { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>One line of the text, so that lists need not read it.</summary>
    public string Excerpt { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    public void Edit(string name, string text, Guid? padId, DateTimeOffset at)
    {
        Name = name;
        Text = text;
        PadId = padId;
        UpdatedAt = Microseconds(at);
        Excerpt = Notes.Excerpt.Of(text);
    }

    public bool HasContent(string name, string text, Guid? padId) => (Name, Text, PadId) == (name, text, padId);

    /// <summary>What PostgreSQL keeps: a row and a cursor made from it must compare as equal.</summary>
    static DateTimeOffset Microseconds(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
