using Microsoft.AspNetCore.Identity;

namespace Notejam.Web.Accounts;

sealed class User : IdentityUser<Guid>
{
    public const int EmailLength = 75;

    User() { }

    public User(string email, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        Email = UserName = email;
        CreatedAt = at;
    }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>
    /// Kept by the database (migration CountNotes): counting 10,000 notes for a title costs more than listing 50.
    /// </summary>
    public int NoteCount { get; private set; }

    /// <summary>How many notes are in the archive; kept by the database (migration PinAndArchive).</summary>
    public int ArchiveCount { get; private set; }

    /// <summary>How many notes are in the trash; kept by the database (migration MoveToTrash).</summary>
    public int TrashCount { get; private set; }

    /// <summary>
    /// Another with every change of what this person's pages show; kept by the database (migration VersionContent). Not a
    /// counter: after a restore of a backup it would come to the same number with other content.
    /// </summary>
    public Guid ContentVersion { get; private set; }
}
