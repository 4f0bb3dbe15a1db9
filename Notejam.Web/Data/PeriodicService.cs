namespace Notejam.Web.Data;

/// <summary>Does something at the start and then again and again, until the application stops.</summary>
abstract class PeriodicService(TimeSpan period, TimeProvider time) : BackgroundService
{
    protected abstract Task RunAsync(CancellationToken stop);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do await RunAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Also when the start failed, which the host would take for a failure of this service.
        }
    }
}
