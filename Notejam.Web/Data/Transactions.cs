using Microsoft.EntityFrameworkCore;

namespace Notejam.Web.Data;

static class Transactions
{
    /// <summary>
    /// All of it or nothing; tried again over a connection that has failed over, also when only the answer to the commit
    /// was lost.
    /// </summary>
    public static Task<T> InTransactionAsync<T>(this NotejamDb db, Func<Task<T>> work) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var result = await work();
            await transaction.CommitAsync();
            return result;
        });
}
