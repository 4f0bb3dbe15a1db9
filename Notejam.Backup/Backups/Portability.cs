using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// Whether what stands in Notejam's schema can be read by this role and restored elsewhere. Somebody may have put there
/// what needs another schema, such as a trigger, and a restore would be the first to notice.
/// </summary>
static class Portability
{
    /// <summary>
    /// <c>ours</c> are the objects in public and their parts, such as an index, a trigger or a view's rule. Each row is
    /// one of them with what it needs, by PostgreSQL's own names; what an extension brought is needed as that
    /// extension, but for plpgsql, which every new database has. Publications are not dumped; those of a schema are
    /// only known from PostgreSQL 15 on.
    /// </summary>
    const string NeedsFromOutside = """
        WITH RECURSIVE depends AS (
          SELECT * FROM pg_depend
          WHERE classid <> 'pg_publication_rel'::regclass
            AND classid IS DISTINCT FROM to_regclass('pg_catalog.pg_publication_namespace')
        ), ours (classid, objid) AS (
          SELECT d.classid, d.objid FROM depends d
          WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = to_regnamespace('public')
            AND NOT EXISTS (
              SELECT FROM pg_depend e WHERE (e.classid, e.objid, e.deptype) = (d.classid, d.objid, 'e'))
          UNION
          SELECT d.classid, d.objid FROM depends d
          JOIN ours ON (d.refclassid, d.refobjid) = (ours.classid, ours.objid) AND d.deptype IN ('a', 'i', 'P', 'S')
        )
        SELECT DISTINCT mine.type || ' ' || mine.identity, its.type || ' ' || its.identity, x.extname, home.nspname
        FROM ours
        JOIN pg_depend d ON (d.classid, d.objid) = (ours.classid, ours.objid)
        LEFT JOIN pg_depend e ON (e.classid, e.objid, e.deptype) = (d.refclassid, d.refobjid, 'e')
        LEFT JOIN pg_extension x
          ON x.oid = e.refobjid OR (d.refclassid = 'pg_extension'::regclass AND x.oid = d.refobjid)
        LEFT JOIN pg_namespace home ON home.oid = x.extnamespace
        CROSS JOIN pg_identify_object(d.classid, d.objid, 0) AS mine
        CROSS JOIN pg_identify_object(d.refclassid, d.refobjid, 0) AS its
        WHERE (d.refclassid, d.refobjid) NOT IN (SELECT classid, objid FROM ours)
          AND (d.refclassid, d.refobjid) <> ('pg_namespace'::regclass, to_regnamespace('public'))
          AND x.extname IS DISTINCT FROM 'plpgsql'
          AND coalesce(its.schema, '') NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        ORDER BY 1, 2
        """;

    /// <summary>pg_dump reads them, whosever they are.</summary>
    const string NotToBeRead = """
        SELECT c.oid::regclass::text, row_security_active(c.oid), current_user
        FROM pg_class c
        WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p', 'S')
          AND NOT EXISTS (
            SELECT FROM pg_depend e WHERE (e.classid, e.objid, e.deptype) = ('pg_class'::regclass, c.oid, 'e'))
          AND (NOT has_table_privilege(c.oid, 'SELECT') OR row_security_active(c.oid))
        ORDER BY 1
        """;

    /// <summary>Returns the extensions that have to be there before the rest is restored.</summary>
    /// <exception cref="ConfigurationException">
    /// It names what cannot be read, or needs what no backup holds.
    /// </exception>
    public static async Task<IReadOnlyList<Extension>> CheckAsync(PostgresDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var problems = await UnreadableAsync(connection, cancel);
        var extensions = new List<Extension>();
        await using var command = new NpgsqlCommand(NeedsFromOutside, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            if (await rows.IsDBNullAsync(2, cancel)) problems.Add(Outside(rows.GetString(0), rows.GetString(1)));
            else extensions.Add(new Extension(rows.GetString(2), rows.GetString(3)));
        }
        if (problems.Count > 0)
            throw new ConfigurationException(
                $"The database {database.Name} at {database.Server} cannot be backed up: {string.Join(' ', problems)}");
        return [.. extensions.Distinct().OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

    static async Task<List<string>> UnreadableAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(NotToBeRead, connection);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var problems = new List<string>();
        while (await rows.ReadAsync(cancel))
            problems.Add(Unreadable(rows.GetString(0), rows.GetBoolean(1), rows.GetString(2)));
        return problems;
    }

    static string Unreadable(string name, bool hasHiddenRows, string role) => hasHiddenRows
        ? $"Row security hides rows of {name} from {role}. " +
            $"Let it see them (ALTER ROLE {Sql.Quoted(role)} BYPASSRLS), or put the table into a schema of its own."
        : $"{role} may not read {name}. Allow it (GRANT SELECT ON {name} TO {Sql.Quoted(role)}), " +
            "or put it into a schema of its own.";

    static string Outside(string mine, string its) =>
        $"The {mine} needs the {its}, and a backup holds the schema public only. " +
        "Put there what is needed, or drop what needs it.";
}
