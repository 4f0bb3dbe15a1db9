using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Notejam.Web.Data;
using Notejam.Web.Http;

namespace Notejam.Web.Accounts.Mail;

/// <summary>One mail's way out of the outbox.</summary>
sealed class MailDelivery(
    NotejamDb db,
    UserManager<User> users,
    SiteSettings site,
    SmtpSettings smtp,
    MailMetrics metrics,
    TimeProvider time,
    ILogger<MailDelivery> log)
{
    static readonly TimeSpan PauseOfAnOutage = TimeSpan.FromSeconds(1);

    /// <summary>Sends the mail that is due longest. False when none is, or the next had better wait a moment.</summary>
    /// <exception cref="MailServerException">The server cannot be used; the mail waits as before.</exception>
    public async Task<bool> NextAsync(IMailSender sender, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var due = db.Outbox.Where(m => m.FinishedAt == null && m.SendingSince == null && m.DueAt <= now);
        if (await due.OrderBy(m => m.DueAt).ThenBy(m => m.Id).FirstOrDefaultAsync(stop) is not { } mail) return false;
        try
        {
            return await DeliverAsync(mail, sender, stop);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another instance changed it: both have a turn after the database has lost the connection of one.
            return true;
        }
    }

    async Task<bool> DeliverAsync(OutboxMail mail, IMailSender sender, CancellationToken stop)
    {
        if (await users.Users.FirstOrDefaultAsync(u => u.NormalizedEmail == mail.Address, stop) is not { } user)
            return await FinishAsync(mail, MailResult.Nobody, stop);
        if (await HasHadItsMailsAsync(mail, stop)) return await FinishAsync(mail, MailResult.Limited, stop);
        if (await WriteAsync(mail, user) is not { } message)
        {
            log.LogError(
                "A mail for a forgotten password was not sent: the address is not one that mails can be written to");
            return await FinishAsync(mail, MailResult.Failed, stop);
        }

        await sender.OpenAsync(stop);
        mail.BeginSending(time.GetUtcNow());
        await db.SaveChangesAsync(CancellationToken.None);
        var delivery = await sender.SendAsync(message, stop);
        Apply(mail, delivery, stop);
        await SaveAsync(stop);
        if (mail.Result is { } result) metrics.Count(result);
        Log(mail, delivery, sender.Where);
        return delivery.Kind is DeliveryKind.Taken or DeliveryKind.Refused or DeliveryKind.RefusedForNow;
    }

    async Task<bool> FinishAsync(OutboxMail mail, MailResult result, CancellationToken stop)
    {
        mail.Finish(result, time.GetUtcNow());
        await SaveAsync(stop);
        metrics.Count(result);
        return true;
    }

    /// <summary>Counted once more, where nobody else sends at the same time. What may have arrived counts.</summary>
    async Task<bool> HasHadItsMailsAsync(OutboxMail mail, CancellationToken stop)
    {
        var hourAgo = time.GetUtcNow() - OutboxMail.Longest;
        return await db.Outbox.CountAsync(m => m.Address == mail.Address && m.FinishedAt > hourAgo
            && (m.Result == MailResult.Sent || m.Result == MailResult.Unknown), stop) >= OutboxMail.Most;
    }

    async Task<MimeMessage?> WriteAsync(OutboxMail mail, User user)
    {
        var token = await users.GeneratePasswordResetTokenAsync(user);
        try
        {
            return ResetMail.Write(mail, user, token, smtp.From, site, time.GetUtcNow());
        }
        catch (ParseException)
        {
            return null;
        }
    }

    void Apply(OutboxMail mail, Delivery delivery, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        switch (delivery.Kind)
        {
            case DeliveryKind.Taken: mail.Finish(MailResult.Sent, now); break;
            case DeliveryKind.Refused: mail.Finish(MailResult.Failed, now); break;
            case DeliveryKind.Unknown: mail.Finish(MailResult.Unknown, now); break;
            case DeliveryKind.Broken when stop.IsCancellationRequested: mail.Release(); break;
            default: mail.Postpone(now); break;
        }
    }

    /// <summary>
    /// What is known now must not be unknown later: it outlasts an outage of the database, and a stop.
    /// </summary>
    async Task SaveAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await db.SaveChangesAsync(CancellationToken.None);
                return;
            }
            catch (Exception away) when (Errors.IsOutage(away) && !stop.IsCancellationRequested)
            {
                await Task.Delay(PauseOfAnOutage, time, CancellationToken.None);
            }
        }
    }

    void Log(OutboxMail mail, Delivery delivery, string where)
    {
        if (mail.Result == MailResult.Sent)
            log.LogInformation("A mail for a forgotten password went to {Server}", where);
        else if (mail.Result is not null)
            log.LogError(
                "A mail for a forgotten password could not be sent to {Server}: {Reason}", where, delivery.Reason);
        else
            log.LogWarning(
                "A mail for a forgotten password waits, after {Tries} tries at {Server}: {Reason}",
                mail.Tries, where, delivery.Reason);
    }
}
