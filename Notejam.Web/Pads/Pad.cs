namespace Notejam.Web.Pads;

/// <summary>A named group of one person's notes.</summary>
sealed class Pad
{
    public const int NameLength = 100;

    Pad() { }

    public Pad(Guid id, Guid ownerId, string name, DateTimeOffset at) =>
        (Id, OwnerId, Name, CreatedAt) = (id, ownerId, name, at);

    public Guid Id { get; private set; }
    public Guid OwnerId { get; private set; }
    public string Name { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Kept by the database (migration CountNotes).</summary>
    public int NoteCount { get; private set; }

    public void Rename(string name) => Name = name;
}
