namespace Notejam.Web.Accounts;

/// <summary>
/// The state of a <see cref="Bucket"/>, for all instances. Written by the statements of <see cref="AttemptLimiter"/>
/// only.
/// </summary>
sealed class Allowance
{
    Allowance() { }

    public byte[] Key { get; private set; } = [];

    /// <summary>Nothing may be tried before.</summary>
    public DateTimeOffset FreeAt { get; private set; }

    /// <summary>From then on it is as if nothing had ever been tried, and the row may go.</summary>
    public DateTimeOffset EmptyAt { get; private set; }
}
