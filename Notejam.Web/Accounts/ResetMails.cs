using System.Net.Mail;
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts;

/// <summary>
/// Sends the links for forgotten passwords, one after the other, behind the requests: how long it takes must not tell
/// whether an address has an account.
/// </summary>
sealed class ResetMails(IServiceScopeFactory scopes, Mailer mailer, SiteSettings site, AccountMetrics metrics, ILogger<ResetMails> log) : BackgroundService
{
    readonly Channel<string> requests = Channel.CreateBounded<string>(new BoundedChannelOptions(1000));

    public void Request(string email)
    {
        if (requests.Writer.TryWrite(email)) return;
        metrics.MailDropped();
        log.LogError("A mail for a forgotten password was not sent: 1,000 others wait for {Server}", mailer.Where);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var email in requests.Reader.ReadAllAsync(stoppingToken)) await TrySendAsync(email, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also when the start failed, which the host would take for a failure of this service.
        }
    }

    async Task TrySendAsync(string email, CancellationToken cancel)
    {
        try
        {
            await SendAsync(email, cancel);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            // The person asks again; the operator must know. What a server answers names the person: its code says enough.
            metrics.MailFailed();
            var reason = failed is SmtpException { StatusCode: not SmtpStatusCode.GeneralFailure } refused ? $"{refused.StatusCode}" : failed.GetBaseException().Message;
            log.LogError("A mail for a forgotten password could not be sent to {Server}: {Reason}", mailer.Where, reason);
        }
    }

    async Task SendAsync(string email, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (await users.FindByEmailAsync(email) is not { } user) return;
        var link = site.Link(ResetPassword.Path(user, await users.GeneratePasswordResetTokenAsync(user)));
        await mailer.SendAsync(user.Email!, "Notejam: choose a new password", $"""
            Hello,

            somebody, probably you, asked for a new password for the Notejam account of {user.Email}.
            Choose it here within an hour:

            {link}

            If it was not you, do nothing: your password stays as it is.
            """, cancel);
        metrics.MailSent();
        log.LogInformation("A mail for a forgotten password went to {Server}", mailer.Where);
    }
}
