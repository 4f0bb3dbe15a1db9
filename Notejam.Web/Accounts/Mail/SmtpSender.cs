using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Notejam.Web.Accounts.Mail;

/// <summary>Hands mails to a server by SMTP, one after the other on one connection.</summary>
sealed class SmtpSender(SmtpSettings smtp) : IMailSender
{
    /// <summary>For connecting with TLS and signing in; the client itself waits as long for each answer.</summary>
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    DeliveryClient client = new(ConnectTimeout);

    public string Where => $"{smtp.Host}:{smtp.Port}";

    public async Task OpenAsync(CancellationToken stop)
    {
        if (client.IsConnected) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, smtp.Security, limit.Token);
            if (smtp.User.Length > 0) await client.AuthenticateAsync(smtp.User, smtp.Password, limit.Token);
        }
        catch (Exception failed) when (!stop.IsCancellationRequested)
        {
            Renew();
            throw new MailServerException(Where, SmtpReasons.Of(failed), failed);
        }
    }

    public async Task<Delivery> SendAsync(MimeMessage mail, CancellationToken stop)
    {
        var utf8 = client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
        if (!utf8 && mail.To.Mailboxes.Any(m => !System.Text.Ascii.IsValid(m.LocalPart)))
            return new Delivery(DeliveryKind.Refused, "the address needs SMTPUTF8, which it does not offer");
        var format = FormatOptions.Default.Clone();
        format.International = utf8 && mail.To.Mailboxes.Any(m => m.IsInternational);
        client.HasBegun = false;
        using var broken = new CancellationTokenSource();
        await using var stopped = stop.Register(() => { if (!client.HasBegun) broken.Cancel(); });
        try
        {
            await client.SendAsync(format, mail, broken.Token);
            return new Delivery(DeliveryKind.Taken);
        }
        catch (SmtpCommandException refused)
        {
            var kind = (int)refused.StatusCode < 500 ? DeliveryKind.RefusedForNow : DeliveryKind.Refused;
            return new Delivery(kind, SmtpReasons.Of(refused));
        }
        catch (Exception failed)
        {
            var kind = client.HasBegun ? DeliveryKind.Unknown : DeliveryKind.Broken;
            Renew();
            return new Delivery(kind, SmtpReasons.Of(failed));
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(ConnectTimeout);
        try
        {
            if (client.IsConnected) await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or TimeoutException
            or SmtpProtocolException or SmtpCommandException)
        {
            // All that had to be said was said.
        }
        client.Dispose();
    }

    void Renew()
    {
        client.Dispose();
        client = new DeliveryClient(ConnectTimeout);
    }

    /// <summary>Knows whether the mail itself has begun to go: from then on its end is the server's to tell.</summary>
    sealed class DeliveryClient : SmtpClient
    {
        /// <summary>
        /// For the answer to a whole mail: servers look at it before they answer, and who does not wait does not know.
        /// RFC 5321 (4.5.3.2.6) asks for ten minutes, which would hold up everybody else's.
        /// </summary>
        static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(1);

        readonly TimeSpan timeout;

        public DeliveryClient(TimeSpan timeout)
        {
            this.timeout = timeout;
            // Lists of revoked certificates are on other hosts, which the network policy of a cluster does not let us
            // reach.
            CheckCertificateRevocation = false;
            HasBegun = false;
        }

        public bool HasBegun
        {
            get;
            set
            {
                field = value;
                Timeout = (int)(value ? AnswerTimeout : timeout).TotalMilliseconds;
            }
        }

        protected override void OnRecipientAccepted(
            MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            HasBegun = true;
    }
}
