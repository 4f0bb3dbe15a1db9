using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations.Internal;

namespace Notejam.Web.Data;

/// <summary>
/// The table of applied migrations, which can be read while one runs. EF would lock it against readers: a backup that
/// has looked at it and a migration waited for each other, and no new instance knew meanwhile whether it was ready. Who
/// migrates has <see cref="MigrationLock"/> instead.
/// </summary>
#pragma warning disable EF1001 // There is no public way to choose the lock.
sealed class UnlockedHistory(HistoryRepositoryDependencies dependencies) : NpgsqlHistoryRepository(dependencies)
#pragma warning restore EF1001
{
    public override IMigrationsDatabaseLock AcquireDatabaseLock() => new NoLock(this);

    public override Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(
        CancellationToken cancellationToken = default) =>
        Task.FromResult<IMigrationsDatabaseLock>(new NoLock(this));

    sealed class NoLock(IHistoryRepository history) : IMigrationsDatabaseLock
    {
        IHistoryRepository IMigrationsDatabaseLock.HistoryRepository => history;

        public void Dispose()
        {
            // Nothing was locked.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
