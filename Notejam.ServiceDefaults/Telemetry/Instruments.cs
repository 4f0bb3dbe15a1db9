using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>Registers classes that hold a service's own instruments.</summary>
public static class Instruments
{
    /// <summary>
    /// Adds such a class and makes it when the service starts, so that its counters stand at zero before anything is
    /// counted: Prometheus sees no increase in a series that begins at one.
    /// </summary>
    /// <typeparam name="T">
    /// Made once; its constructor creates the instruments with the service's <c>Meter</c>.
    /// </typeparam>
    /// <param name="services">The application's services; telemetry must already be added.</param>
    public static void AddInstruments<T>(this IServiceCollection services) where T : class
    {
        services.AddSingleton<T>();
        services.AddHostedService<MakeAtStart<T>>();
    }

    /// <summary>
    /// Not in a constructor: the host makes all its services before it starts the first, which listens to meters.
    /// </summary>
    sealed class MakeAtStart<T>(IServiceProvider services) : IHostedService where T : class
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<T>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
