using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Notejam.ServiceDefaults.Health;

/// <summary>The addresses that the application itself is served at.</summary>
public static class PublicUrls
{
    /// <summary>
    /// Reads <c>ASPNETCORE_URLS</c>, else <c>ASPNETCORE_HTTP_PORTS</c> (set by the official images), else port 5000 on
    /// loopback.
    /// </summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="ConfigurationException">An address is not one.</exception>
    public static IReadOnlyList<BindingAddress> Read(IConfiguration configuration)
    {
        var ports = Split(configuration[WebHostDefaults.HttpPortsKey] ?? "");
        var urls = configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } given ? Split(given)
            : ports.Length > 0 ? [.. ports.Select(p => $"http://*:{p}")]
            : ["http://127.0.0.1:5000"];
        try
        {
            var addresses = urls.Select(BindingAddress.Parse).ToList();
            if (addresses.Count > 0 && addresses.TrueForAll(a => a.PathBase.Length == 0)) return addresses;
            throw new FormatException("There must be at least one address, and none with a path.");
        }
        catch (FormatException wrong)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_URLS={configuration[WebHostDefaults.ServerUrlsKey]}: {wrong.Message} " +
                "Write addresses such as http://127.0.0.1:5000, separated by semicolons.");
        }
    }

    static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
