using System.ComponentModel.DataAnnotations;
using System.Net;
using MailKit.Security;
using Notejam.ServiceDefaults;

namespace Notejam.Web.Accounts.Mail;

/// <summary>The section <c>Smtp</c>.</summary>
sealed class SmtpSettings
{
    /// <summary>Where TLS comes before the first word (RFC 8314).</summary>
    const int ImplicitTlsPort = 465;

    public string Host { get; set; } = "";

    [Range(1, 65535, ErrorMessage = "must be a port, 1 to 65535.")]
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";
    public string Password { get; set; } = "";

    /// <summary>Encrypted on the way; only a relay on the same host can do without.</summary>
    public bool Tls { get; set; } = true;

    [EmailAddress(ErrorMessage = "must be an address, such as notejam@example.org.")]
    public string From { get; set; } = "notejam@localhost.localdomain";

    public SecureSocketOptions Security => this switch
    {
        { Tls: false } => SecureSocketOptions.None,
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    public static SmtpSettings Read(WebApplicationBuilder builder)
    {
        var smtp = builder.Configuration.ReadSettings<SmtpSettings>("Smtp");
        if (smtp.Host.Length == 0 && !builder.Environment.IsDevelopment())
            throw new ConfigurationException(
                "Smtp__Host is not set. Without mail nobody could replace a forgotten password.");
        if (!smtp.Tls && smtp.Host.Length > 0 && !IsThisHost(smtp.Host))
            throw new ConfigurationException(
                $"Smtp__Tls is false, but Smtp__Host={smtp.Host} is another host: " +
                "mails that open accounts would cross the network in the clear. " +
                "Leave Smtp__Tls out, or name a relay on this host, such as 127.0.0.1.");
        if (smtp.User.Length > 0 != smtp.Password.Length > 0)
            throw new ConfigurationException(
                "Of Smtp__User and Smtp__Password only one is set. " +
                "Set both, or neither for a server that asks nobody to sign in.");
        return smtp;
    }

    static bool IsThisHost(string host) =>
        host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);
}
