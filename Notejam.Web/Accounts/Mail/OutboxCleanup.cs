using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Accounts.Mail;

/// <summary>What is done with many mails at once, by who holds the lock.</summary>
sealed class OutboxCleanup(NotejamDb db, MailMetrics metrics, TimeProvider time, ILogger<OutboxCleanup> log)
{
    /// <summary>
    /// Requests without an account are kept for an hour, so that the fourth is refused as it is to others. But no more
    /// than these.
    /// </summary>
    internal const int MostOfNobody = 10_000;

    IQueryable<OutboxMail> Waiting => db.Outbox.Where(m => m.FinishedAt == null && m.SendingSince == null);

    public async Task RunAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var hourAgo = now - OutboxMail.Longest;

        // Whoever was sending them held the lock, and holds it no more.
        var left = db.Outbox.Where(m => m.FinishedAt == null && m.SendingSince != null);
        var unknown = await FinishAsync(left, MailResult.Unknown, now, stop);
        if (unknown > 0)
            log.LogError(
                "{Count} mails were on their way when an instance ended. They may have arrived, and are not sent again",
                unknown);

        var withoutAccount = Waiting.Where(m => !db.Users.Any(u => u.NormalizedEmail == m.Address));
        await FinishAsync(withoutAccount, MailResult.Nobody, now, stop);

        var late = await FinishAsync(Waiting.Where(m => m.AskedAt <= hourAgo), MailResult.Failed, now, stop);
        if (late > 0)
            log.LogError(
                "{Count} mails for forgotten passwords could not be sent within an hour, and are given up", late);

        await db.Outbox.Where(m => m.FinishedAt <= hourAgo).ExecuteDeleteAsync(stop);
        var nobodys = db.Outbox.Where(m => m.Result == MailResult.Nobody);
        await nobodys
            .Where(m => nobodys.OrderByDescending(n => n.Id).Skip(MostOfNobody).Any(n => n.Id == m.Id))
            .ExecuteDeleteAsync(stop);
    }

    async Task<int> FinishAsync(
        IQueryable<OutboxMail> mails, MailResult result, DateTimeOffset at, CancellationToken stop)
    {
        var finished = await mails.ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Result, result)
            .SetProperty(x => x.FinishedAt, at)
            .SetProperty(x => x.SendingSince, (DateTimeOffset?)null), stop);
        metrics.Count(result, finished);
        return finished;
    }
}
