using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// Why a mail server could not be used, in words of ours: what it says itself, and so the exceptions' messages, names
/// people.
/// </summary>
static class SmtpReasons
{
    public static string Of(Exception failed) => failed switch
    {
        SmtpCommandException refused => $"{refused.StatusCode:D} {refused.ErrorCode}",
        AuthenticationException => "it does not accept Smtp__User and Smtp__Password",
        ServiceNotAuthenticatedException => "it wants Smtp__User and Smtp__Password",
        SslHandshakeException =>
            "no TLS: its certificate is not trusted or not of this name, or the port is another kind's",
        NotSupportedException => "it offers no STARTTLS, or no way to sign in that we know",
        OperationCanceledException or TimeoutException => "it does not answer",
        SocketException network => $"{network.SocketErrorCode}",
        IOException { InnerException: SocketException network } => $"{network.SocketErrorCode}",
        SmtpProtocolException or IOException => "it ended the connection",
        _ => failed.GetType().Name,
    };
}
