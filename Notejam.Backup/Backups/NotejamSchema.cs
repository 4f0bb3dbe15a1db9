using System.Text.RegularExpressions;

namespace Notejam.Backup.Backups;

/// <summary>
/// What of a database is Notejam's: the schema public, where its migrations make everything. Extensions, publications,
/// event triggers, large objects and other schemas are the server's owner's, often not to be read or made by whoever
/// backs up or restores.
/// </summary>
static partial class NotejamSchema
{
    public const string Name = "public";

    /// <summary>For pg_dump and pg_restore alike: older dumps hold more.</summary>
    public static readonly string[] DumpOptions =
        [$"--schema={Name}", "--no-publications", "--no-subscriptions", "--no-security-labels", "--no-tablespaces"];

    /// <summary>Whether a table's name, as the manifest has it, says no other schema.</summary>
    public static bool Holds(TableContent table) => !OtherSchema().IsMatch(table.Name);

    /// <summary>What the manifest calls a table, by its name with the schema; null if it is not Notejam's.</summary>
    public static string? TableName(string table) =>
        table.StartsWith($"{Name}.", StringComparison.Ordinal) ? table[(Name.Length + 1)..] : null;

    [GeneratedRegex("""^("([^"]|"")+"|[^".]+)\.""")]
    private static partial Regex OtherSchema();
}
