namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// A link for a forgotten password that somebody asked for. The row has the address that was typed: whether it has an
/// account is looked up when the mail is sent, and only then is the link made, so that no secret waits in the database.
/// </summary>
sealed class OutboxMail
{
    /// <summary>What could not be sent by then is not sent any more, and also how long a link lives.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Within <see cref="Longest"/>, to one address.</summary>
    public const int Most = 3;

    /// <summary>With the pauses of <see cref="Pause"/> they take a little less than <see cref="Longest"/>.</summary>
    public const int MostTries = 10;

    static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromMinutes(15);

    OutboxMail() { }

    public OutboxMail(string address, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        Address = address;
        AskedAt = DueAt = at;
    }

    /// <summary>Also in the mail's Message-ID, the same at every try.</summary>
    public Guid Id { get; private set; }

    /// <summary>As Identity normalizes it.</summary>
    public string Address { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public int Tries { get; private set; }

    /// <summary>
    /// Set before the first word about it to a mail server. Who finds it set and nobody sending cannot know whether it
    /// arrived.
    /// </summary>
    public DateTimeOffset? SendingSince { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }
    public MailResult? Result { get; private set; }

    /// <summary>PostgreSQL's own: a change that another instance made meanwhile is noticed.</summary>
    public uint Version { get; private set; }

    public void BeginSending(DateTimeOffset at) => SendingSince = at;

    public void Finish(MailResult result, DateTimeOffset at)
    {
        Result = result;
        FinishedAt = at;
        SendingSince = null;
    }

    /// <summary>Waits for the next try, each time three times as long; after the last it has failed.</summary>
    public void Postpone(DateTimeOffset at)
    {
        Tries++;
        if (Tries == MostTries)
        {
            Finish(MailResult.Failed, at);
            return;
        }
        SendingSince = null;
        DueAt = at + Pause(Tries);
    }

    /// <summary>Not sent, by no fault of the mail or its server: we were told to stop.</summary>
    public void Release() => SendingSince = null;

    internal static TimeSpan Pause(int tries)
    {
        var pause = ShortestPause * Math.Pow(3, tries - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}

/// <summary>What became of a mail.</summary>
enum MailResult
{
    /// <summary>The server has taken it.</summary>
    Sent,

    /// <summary>The server refuses it, or could not be had to take it within the hour.</summary>
    Failed,

    /// <summary>
    /// The connection or we ended before the server's answer. It may have arrived, so it is not sent again.
    /// </summary>
    Unknown,

    /// <summary>The account has got its mails of this hour.</summary>
    Limited,

    /// <summary>The address has no account.</summary>
    Nobody,
}
