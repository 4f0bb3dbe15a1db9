using Notejam.Tests.Hosting;
using Npgsql;

namespace Notejam.Tests.Backups.Matrix;

static class OddRole
{
    public static string Name(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    public static string As(string connection, string role) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = "odd" }.ConnectionString;

    /// <summary>With the rights of the backup's role in eng/roles.sql, and the empty database as its own.</summary>
    public static async Task<string> MakeAsync(string source, string target)
    {
        var role = $"{Name(source)}_backup";
        await Postgres.ExecuteAsync(
            source, $"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'odd' IN ROLE pg_read_all_data");
        await Postgres.ExecuteAsync(source, $"ALTER DATABASE {Name(target)} OWNER TO {role}");
        return role;
    }
}
