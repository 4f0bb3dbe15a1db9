using Notejam.ServiceDefaults;
using Npgsql;

namespace Notejam.Backup.Backups;

/// <summary>
/// What Notejam's schema needs and pg_dump leaves out with it. Where PostgreSQL trusts an extension, the owner of a
/// database may have it; else a superuser.
/// </summary>
sealed record Extension(string Name, string Schema)
{
    const string SchemaOf = """
        SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = $1
        """;

    /// <summary>All or none.</summary>
    /// <exception cref="ConfigurationException">One of them cannot be had.</exception>
    public static async Task CreateAsync(
        IReadOnlyList<Extension> extensions, PostgresDatabase target, CancellationToken cancel)
    {
        if (extensions.Count == 0) return;
        await using var connection = await target.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var extension in extensions) await extension.CreateAsync(connection, target, cancel);
        await transaction.CommitAsync(cancel);
    }

    async Task CreateAsync(NpgsqlConnection connection, PostgresDatabase target, CancellationToken cancel)
    {
        var (name, schema) = (Sql.Quoted(Name), Sql.Quoted(Schema));
        try
        {
            if (Schema != NotejamSchema.Name)
                await Sql.ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}", cancel);
            await Sql.ExecuteAsync(connection, $"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA {schema}", cancel);
        }
        catch (PostgresException refused)
        {
            throw new ConfigurationException(
                $"The backup needs the extension {Name}, which cannot be had in {target.Name} at {target.Server}: " +
                $"{refused.MessageText}. Install it there, or let a superuser restore.");
        }
        await RefuseOtherSchemaAsync(connection, target, cancel);
    }

    async Task RefuseOtherSchemaAsync(NpgsqlConnection connection, PostgresDatabase target, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SchemaOf, connection) { Parameters = { new() { Value = Name } } };
        var found = (string)(await command.ExecuteScalarAsync(cancel))!;
        if (found != Schema)
            throw new ConfigurationException(
                $"The backup needs the extension {Name} in the schema {Schema}, and {target.Name} at {target.Server} " +
                $"has it in {found}. Move it: ALTER EXTENSION {Sql.Quoted(Name)} SET SCHEMA {Sql.Quoted(Schema)};");
    }
}
