using Microsoft.EntityFrameworkCore.Migrations;

namespace Notejam.Web.Data.Migrations;

static class BesideTraffic
{
    /// <summary>
    /// Nobody waits for it; outside a transaction, so that a migration that was broken off leaves a part of an index,
    /// and is run again.
    /// </summary>
    public static void CreateIndexBesideTraffic(this MigrationBuilder migration, string index, string on)
    {
        migration.Sql($"DROP INDEX CONCURRENTLY IF EXISTS {index}", suppressTransaction: true);
        migration.Sql($"CREATE INDEX CONCURRENTLY {index} ON {on}", suppressTransaction: true);
    }
}
