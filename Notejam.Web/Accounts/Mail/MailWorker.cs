using Notejam.Web.Http;
using Npgsql;

namespace Notejam.Web.Accounts.Mail;

/// <summary>Works the outbox off, while this instance holds its lock.</summary>
sealed class MailWorker(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    MailMetrics metrics,
    TimeProvider time,
    ILogger<MailWorker> log)
    : BackgroundService
{
    /// <summary>
    /// Between two looks: for mails whose next try is due, and those that another instance was asked for.
    /// </summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// On one connection and under one lock: mail servers count, and whoever comes next may have it.
    /// </summary>
    const int MostInARound = 50;

    readonly SemaphoreSlim asked = new(0);
    int troubles;

    /// <summary>There is a new mail.</summary>
    public void Wake() => asked.Release();

    public override void Dispose()
    {
        asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Looks once for all who have asked so far.
                while (asked.Wait(0, stoppingToken)) { }
                if (await TryAsync(stoppingToken)) continue;
                // A server that is away is not asked more often because more people ask.
                if (troubles > 0) await Task.Delay(Trouble(troubles), time, stoppingToken);
                else await asked.WaitAsync(Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also when the start failed, which the host would take for a failure of this service.
        }
    }

    /// <summary>True when there is more to do at once.</summary>
    async Task<bool> TryAsync(CancellationToken stop)
    {
        try
        {
            var more = await RoundAsync(stop);
            troubles = 0;
            return more;
        }
        catch (MailServerException trouble)
        {
            troubles++;
            log.LogError("No mail can be sent: {Server} cannot be used: {Reason}", trouble.Server, trouble.Message);
        }
        catch (Exception failed) when (IsAway(failed))
        {
            // The health check "database" tells.
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            log.LogError(failed, "The outbox could not be worked off");
        }
        return false;
    }

    async Task<bool> RoundAsync(CancellationToken stop)
    {
        var state = await OutboxState.ReadAsync(database, time.GetUtcNow(), stop);
        metrics.Show(state);
        if (!state.HasWork) return false;
        await using var held = await OutboxLock.TryTakeAsync(database, stop);
        if (held is null) return false;

        await using var round = scopes.CreateAsyncScope();
        await round.ServiceProvider.GetRequiredService<OutboxCleanup>().RunAsync(stop);
        var sender = round.ServiceProvider.GetRequiredService<IMailSender>();
        for (var mails = 0; mails < MostInARound; mails++)
        {
            await held.CheckAsync(stop);
            await using var scope = scopes.CreateAsyncScope();
            var delivery = scope.ServiceProvider.GetRequiredService<MailDelivery>();
            if (!await delivery.NextAsync(sender, stop)) return false;
        }
        return true;
    }

    static TimeSpan Trouble(int troubles)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(troubles, 10) - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Also before the migration that makes the table.</summary>
    static bool IsAway(Exception failed) =>
        Errors.IsOutage(failed) || failed is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable };
}
