using System.Text.RegularExpressions;

namespace Notejam.Backup.Backups;

/// <summary>
/// What of a database is Notejam's: the schema public, where its migrations make everything. Extensions, publications,
/// event triggers, large objects and other schemas are the server's owner's, often not to be read or made by whoever
/// backs up or restores.
/// </summary>
static partial class NotejamsOwn
{
    public const string Schema = "public";

    /// <summary>For pg_dump and pg_restore alike: older dumps hold more.</summary>
    public static readonly string[] OnlyThese =
        [$"--schema={Schema}", "--no-publications", "--no-subscriptions", "--no-security-labels", "--no-tablespaces"];

    /// <summary>Whether a table's name, as the manifest has it, says no other schema.</summary>
    public static bool Is(TableContent table) => !OtherSchema().IsMatch(table.Name);

    /// <summary>What the manifest calls a table, by its name with the schema; null if it is not Notejam's.</summary>
    public static string? NameOf(string table) =>
        table.StartsWith($"{Schema}.", StringComparison.Ordinal) ? table[(Schema.Length + 1)..] : null;

    [GeneratedRegex("""^("([^"]|"")+"|[^".]+)\.""")]
    private static partial Regex OtherSchema();
}
