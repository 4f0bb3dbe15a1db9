using MimeKit;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Mail;

/// <summary>The mail with the link for a forgotten password.</summary>
static class ResetMail
{
    public static MimeMessage Write(
        OutboxMail asked, User user, string token, string from, SiteSettings site, DateTimeOffset at)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{asked.Id}@{new Uri(site.PublicUrl).IdnHost}",
            Date = at,
            Subject = "Notejam: choose a new password",
            Body = new TextPart("plain")
            {
                Text = $"""
                    Hello,

                    somebody, probably you, asked for a new password for the Notejam account of {user.Email}.
                    Choose it here within an hour:

                    {site.Link(ResetPassword.Path(user, token))}

                    If it was not you, do nothing: your password stays as it is.

                    """.ReplaceLineEndings("\n"),
            },
        };
        mail.From.Add(new MailboxAddress("Notejam", from));
        mail.To.Add(new MailboxAddress("", user.Email!));
        // Keeps "I am on holiday" from being the answer to it (RFC 3834).
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }
}
