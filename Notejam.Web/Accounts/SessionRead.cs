using Notejam.Web.Data;
using Npgsql;

namespace Notejam.Web.Accounts;

/// <summary>A session and whose it is.</summary>
/// <param name="ContentVersion">Changes with whatever the person's pages show.</param>
public sealed record SessionView(string Email, Guid ContentVersion, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>The session of this key, if it ends after this moment; null if there is none.</summary>
public sealed record SessionRead(byte[] KeyHash, DateTimeOffset EndsAfter) : Read<SessionView?>
{
    const string Sql = """
        SELECT u.email, u.content_version, s.created_at, s.expires_at
        FROM sessions s
        JOIN users u ON u.id = s.user_id
        WHERE s.user_id = $1 AND s.key_hash = $2 AND s.expires_at > $3
        """;

    public override NpgsqlBatchCommand Ask(Guid owner) => Statement.Of(Sql, owner).With(KeyHash).With(EndsAfter);

    public override async Task<SessionView?> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await rows.ReadAsync(cancel)
            ? new(
                rows.GetString(0),
                rows.GetGuid(1),
                rows.GetFieldValue<DateTimeOffset>(2),
                rows.GetFieldValue<DateTimeOffset>(3))
            : null;
}
