using Npgsql;

namespace Notejam.Web.Accounts.Mail;

/// <summary>What is in the outbox, in one glance that costs little.</summary>
/// <param name="Waiting">Mails that are not finished.</param>
/// <param name="Longest">How long the oldest of them has waited.</param>
/// <param name="Failed">Of the last hour.</param>
/// <param name="Unknown">Of the last hour.</param>
/// <param name="HasWork">Something can be sent, or cleared away.</param>
sealed record OutboxState(long Waiting, TimeSpan Longest, long Failed, long Unknown, bool HasWork)
{
    const string Sql = """
        SELECT count(*) FILTER (WHERE finished_at IS NULL),
               coalesce(extract(epoch FROM $1 - min(asked_at) FILTER (WHERE finished_at IS NULL)), 0)::double precision,
               count(*) FILTER (WHERE result = 'Failed'),
               count(*) FILTER (WHERE result = 'Unknown'),
               coalesce(bool_or(
                   finished_at <= $2 OR finished_at IS NULL AND (due_at <= $1 OR sending_since IS NOT NULL)), false)
        FROM outbox
        """;

    public static async Task<OutboxState> ReadAsync(
        NpgsqlDataSource database, DateTimeOffset now, CancellationToken cancel)
    {
        await using var look = database.CreateCommand(Sql);
        look.Parameters.Add(new() { Value = now });
        look.Parameters.Add(new() { Value = now - OutboxMail.Longest });
        await using var row = await look.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        var longest = TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(1)));
        return new OutboxState(row.GetInt64(0), longest, row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4));
    }
}
