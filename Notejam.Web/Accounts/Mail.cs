using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Notejam.ServiceDefaults;

namespace Notejam.Web.Accounts;

/// <summary>The section <c>Smtp</c>.</summary>
sealed class SmtpSettings
{
    public string Host { get; set; } = "";

    [Range(1, 65535, ErrorMessage = "must be a port, 1 to 65535.")]
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>STARTTLS; only a relay on the same host can do without.</summary>
    public bool Tls { get; set; } = true;

    [EmailAddress(ErrorMessage = "must be an address, such as notejam@example.org.")]
    public string From { get; set; } = "notejam@localhost.localdomain";
}

/// <summary>Sends mail by SMTP, or in Development without SMTP writes it to a folder as .eml files.</summary>
sealed class Mailer(SmtpSettings smtp, string? folder)
{
    public async Task SendAsync(string to, string subject, string body, CancellationToken cancel)
    {
        using var message = new MailMessage(smtp.From, to, subject, body.ReplaceLineEndings("\r\n"))
        {
            BodyEncoding = Encoding.UTF8,
            // Readable in a file where it can be; the default, quoted-printable, would encode every line end.
            BodyTransferEncoding = Ascii.IsValid(body) ? TransferEncoding.SevenBit : TransferEncoding.Base64,
        };
        using var client = folder is null
            ? new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Tls, Timeout = 10_000, Credentials = smtp.User.Length > 0 ? new NetworkCredential(smtp.User, smtp.Password) : null }
            : new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder };
        await client.SendMailAsync(message, cancel);
    }

    public string Where => folder is null ? $"{smtp.Host}:{smtp.Port}" : folder;
}

static class MailSetup
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var smtp = builder.Configuration.ReadSettings<SmtpSettings>("Smtp");
        if (smtp.Host.Length == 0 && !builder.Environment.IsDevelopment())
            throw new ConfigurationException("Smtp__Host is not set. Without mail nobody could replace a forgotten password.");
        builder.Services.AddSingleton(_ => new Mailer(smtp, smtp.Host.Length > 0 ? null : MailFolder(builder.Configuration)));
        builder.Services.AddSingleton<ResetMails>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ResetMails>());
    }

    /// <summary>Only its owner may read it: the messages open accounts.</summary>
    static string MailFolder(ConfigurationManager configuration)
    {
        var folder = Path.Combine(DataFolder.Path(configuration), "mail");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
