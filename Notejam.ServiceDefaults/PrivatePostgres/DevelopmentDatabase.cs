using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Notejam.ServiceDefaults.PrivatePostgres;

/// <summary>The private server that all of Notejam's programs share on a developer's machine.</summary>
public static class DevelopmentDatabase
{
    /// <summary>Starts it, or finds it running, with its database <c>notejam</c>.</summary>
    /// <param name="configuration">
    /// The whole configuration; no connection string of Notejam's database is set in it.
    /// </param>
    /// <param name="environment">The name of the environment.</param>
    /// <param name="known">The connection strings that the program can be given.</param>
    /// <param name="cancel">Gives up, and stops what was started.</param>
    /// <exception cref="ConfigurationException">
    /// The environment is not Development, a connection string's name is mistyped, or the server cannot be had.
    /// </exception>
    public static async Task<PrivatePostgresServer> StartAsync(
        IConfiguration configuration, string environment, string[] known, CancellationToken cancel = default)
    {
        if (environment != Environments.Development)
            throw new ConfigurationException(
                $"ConnectionStrings__notejam is not set. The environment is {environment}; " +
                "a private PostgreSQL server is only started in Development. " +
                "Set ConnectionStrings__notejam=\"Host=...;Database=notejam;Username=...;Password=...\".");
        var given = configuration.GetSection("ConnectionStrings").GetChildren();
        if (given.FirstOrDefault(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)) is { } typo)
            throw new ConfigurationException(
                $"ConnectionStrings__{typo.Key} is not a setting. " +
                $"Known is {string.Join(", ", known.Select(k => $"ConnectionStrings__{k}"))}.");
        try
        {
            return await StartAsync(Path.Combine(DataFolder.Path(configuration), "postgres"), cancel);
        }
        catch (Exception failed) when (failed is InvalidOperationException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(failed.Message);
        }
    }

    static async Task<PrivatePostgresServer> StartAsync(string folder, CancellationToken cancel)
    {
        var server = await PrivatePostgresServer.StartAsync(folder, cancel);
        try
        {
            await server.EnsureDatabaseAsync("notejam", cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
