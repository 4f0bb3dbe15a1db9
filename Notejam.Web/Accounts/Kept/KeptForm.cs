namespace Notejam.Web.Accounts.Kept;

/// <summary>What somebody sent after their session had ended, until they have signed in again.</summary>
sealed class KeptForm
{
    KeptForm() { }

    public KeptForm(byte[] keyHash, Guid ownerId, byte[] content, DateTimeOffset expiresAt)
    {
        KeyHash = keyHash;
        OwnerId = ownerId;
        Content = content;
        ExpiresAt = expiresAt;
    }

    /// <summary>Of what the browser's cookie says.</summary>
    public byte[] KeyHash { get; private set; } = [];

    public Guid OwnerId { get; private set; }

    /// <summary>The fields, encrypted.</summary>
    public byte[] Content { get; private set; } = [];

    public DateTimeOffset ExpiresAt { get; private set; }
}
