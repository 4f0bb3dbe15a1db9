using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Notejam.Web.Data;

/// <summary>What another request did between our check and our save, as the database's constraints report it.</summary>
static class Conflicts
{
    /// <summary>A row with this key is already there: the request is repeated, or another was quicker.</summary>
    public static bool IsDuplicate(this DbUpdateException failed) => Is(failed, PostgresErrorCodes.UniqueViolation);

    /// <summary>A row that ours points to is gone.</summary>
    public static bool IsOrphan(this DbUpdateException failed) => Is(failed, PostgresErrorCodes.ForeignKeyViolation);

    /// <summary>The same where no entity is saved, and the database's own error comes.</summary>
    public static bool IsOrphan(this PostgresException failed) =>
        failed.SqlState == PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>How often a command looks again when another was quicker, before it gives up.</summary>
    public const int Tries = 20;

    public static TimeoutException TooManyTries() => new("Other saves of this note were quicker each time.");

    /// <summary>
    /// Inserts a row whose id its form has brought; false if one with this id is there: the form was sent twice.
    /// </summary>
    public static async Task<bool> InsertOnceAsync(this NotejamDb db, object row)
    {
        db.Add(row);
        try
        {
            await db.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException failed) when (failed.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>
    /// False if a row was changed or deleted since it was read, or another request has made ours: nothing is saved, and
    /// what was read is forgotten, so that it can be looked at again.
    /// </summary>
    public static Task<bool> SaveUnlessChangedAsync(this NotejamDb db) =>
        db.UnlessChangedAsync(() => db.SaveChangesAsync());

    /// <summary>The same of a save that is more than entities.</summary>
    public static async Task<bool> UnlessChangedAsync(this NotejamDb db, Func<Task> save)
    {
        try
        {
            await save();
            return true;
        }
        catch (DbUpdateException failed) when (failed is DbUpdateConcurrencyException || failed.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    static bool Is(DbUpdateException failed, string state) =>
        failed.InnerException is PostgresException postgres && postgres.SqlState == state;
}
