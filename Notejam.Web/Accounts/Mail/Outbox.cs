using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Notejam.Web.Data;

namespace Notejam.Web.Accounts.Mail;

/// <summary>
/// Takes requests for mails. It does the same for an address with and without an account, so that nobody can tell them
/// apart by how long it takes.
/// </summary>
sealed class Outbox(NotejamDb db, UserManager<User> users, MailWorker worker, MailMetrics metrics, TimeProvider time)
{
    /// <summary>That may wait, of everybody together.</summary>
    internal const int MostWaiting = 5000;

    /// <summary>False when too many wait. That an address has had its mails of this hour is told to nobody.</summary>
    public async Task<bool> AskAsync(string email)
    {
        var now = time.GetUtcNow();
        var (address, hourAgo) = (users.NormalizeEmail(email)!, now - OutboxMail.Longest);
        // Two requests at once may both pass here; who sends counts again.
        if (await db.Outbox.CountAsync(m => m.Address == address && m.AskedAt > hourAgo) >= OutboxMail.Most)
        {
            metrics.Count(MailResult.Limited);
            return true;
        }
        if (await db.Outbox.CountAsync(m => m.FinishedAt == null) >= MostWaiting)
        {
            metrics.CountDropped();
            return false;
        }
        db.Outbox.Add(new OutboxMail(address, now));
        await db.SaveChangesAsync();
        worker.Wake();
        return true;
    }
}
