using MimeKit;

namespace Notejam.Web.Accounts.Mail;

/// <summary>Where mails go.</summary>
interface IMailSender : IAsyncDisposable
{
    /// <summary>For log lines.</summary>
    string Where { get; }

    /// <summary>Makes it ready for a mail.</summary>
    /// <exception cref="MailServerException">It cannot be made ready.</exception>
    Task OpenAsync(CancellationToken stop);

    /// <summary>Hands a mail over. A stop is obeyed as long as the mail has not begun to go.</summary>
    Task<Delivery> SendAsync(MimeMessage mail, CancellationToken stop);
}

/// <summary>How handing over a mail went, and why. The reason names nobody: what a mail server says does.</summary>
sealed record Delivery(DeliveryKind Kind, string Reason = "");

enum DeliveryKind
{
    Taken,

    /// <summary>By a server that will not change its mind.</summary>
    Refused,

    /// <summary>By a server that may take it later.</summary>
    RefusedForNow,

    /// <summary>Ended before the mail had begun to go.</summary>
    Broken,

    /// <summary>Ended after that, without the server's answer.</summary>
    Unknown,
}

/// <summary>The mail server cannot be used, for any mail. The message names no person.</summary>
sealed class MailServerException(string server, string reason, Exception cause) : Exception(reason, cause)
{
    public string Server => server;
}
