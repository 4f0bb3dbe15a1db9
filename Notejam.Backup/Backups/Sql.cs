using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>Statements with names in them, which cannot be parameters.</summary>
static class Sql
{
    /// <summary>A name as a statement may hold it, whatever is in it.</summary>
    public static string Quoted(string name) => new NpgsqlCommandBuilder().QuoteIdentifier(name);

    /// <param name="connection">Where.</param>
    /// <param name="sql">Its names are ours, or quoted.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // See the parameter.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
