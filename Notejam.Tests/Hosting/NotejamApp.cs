using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Notejam.Web.Accounts;
using Notejam.Web.Data;

namespace Notejam.Tests.Hosting;

/// <summary>The real application in this process, on real sockets, with a database of its own.</summary>
public sealed class NotejamApp : IAsyncDisposable
{
    /// <summary>Several instances in a test stand behind one address.</summary>
    public const string PublicUrl = "http://127.0.0.1";

    readonly WebApplicationFactory<Program> factory;

    NotejamApp(WebApplicationFactory<Program> factory) => this.factory = factory;

    public required Uri Address { get; init; }
    public required Uri Management { get; init; }
    public required string Connection { get; init; }
    public required string DataFolder { get; init; }
    public TestClock Clock { get; } = new();
    public SqlLog Sql { get; } = new();
    public LogLines Log { get; } = new();
    public IServiceProvider Services => factory.Services;

    /// <summary>What a cluster sets: HTTPS outside, a proxy in front, mail by SMTP.</summary>
    public static Dictionary<string, string> BehindProxy => new()
    {
        ["Site:PublicUrl"] = "https://notes.example.org",
        ["Site:Proxies"] = "127.0.0.0/8",
        ["Smtp:Host"] = "127.0.0.1",
    };

    /// <summary>For tests that are about its cost; in all others it would be most of their time.</summary>
    public static void HashAsInProduction(IServiceCollection services) => HashPasswords(services, Passwords.Iterations);

    static void HashPasswords(IServiceCollection services, int iterations) =>
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = iterations);

    /// <summary>In the environment Production; stopping it takes the five seconds of the drain.</summary>
    public static NotejamApp StartProduction(string connection) => Start(connection, BehindProxy, "Production");

    /// <param name="connection">Its database.</param>
    /// <param name="settings">More configuration, as in the environment but with colons.</param>
    /// <param name="environment">Development or Production.</param>
    /// <param name="replace">Services in place of the application's.</param>
    public static NotejamApp Start(
        string connection,
        Dictionary<string, string>? settings = null,
        string environment = "Development",
        Action<IServiceCollection>? replace = null)
    {
        var (port, management) = (FreePort(), FreePort());
        var data = Directory.CreateTempSubdirectory("notejam-data-").FullName;
        NotejamApp? app = null;
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseSetting("urls", $"http://127.0.0.1:{port}");
            host.UseSetting("Management:Port", $"{management}");
            // One address for every instance, as behind a balancer: cookies are named after it, so any instance
            // knows them.
            host.UseSetting("Site:PublicUrl", PublicUrl);
            host.UseSetting("ConnectionStrings:notejam", connection);
            host.UseSetting("NOTEJAM_DATA", data);
            foreach (var (key, value) in settings ?? []) host.UseSetting(key, value);
            host.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(app!.Clock);
                services.AddSingleton(provider =>
                    app.Sql.Listen(Database.Source(provider.GetRequiredService<DatabaseConnection>().Text)).Build());
                HashPasswords(services, Passwords.Iterations / 100);
                services.AddLogging(logging => logging.AddProvider(app.Log));
                replace?.Invoke(services);
            });
        });
        factory.UseKestrel();
        app = new NotejamApp(factory)
        {
            Address = new Uri($"http://127.0.0.1:{port}"),
            Management = new Uri($"http://127.0.0.1:{management}"),
            Connection = connection,
            DataFolder = data,
        };
        factory.StartServer();
        return app;
    }

    /// <summary>A browser without a user: cookies, no redirects followed.</summary>
    public Person Visitor() => new(Address);

    /// <summary>One of the services that work by themselves.</summary>
    internal T Hosted<T>() where T : IHostedService => Services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Signs up and signs in, through the forms.</summary>
    public async Task<Person> PersonAsync(string? email = null)
    {
        var person = Visitor();
        await person.SignUpAsync(email ?? Person.NewEmail());
        await person.SignInAsync();
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>
    /// Below the range from which the system takes ports for connections: one of those could be taken again before the
    /// application listens. Each is given out once.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + Interlocked.Increment(ref portsGiven) % Ports;
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    const int FirstPort = 12_000;
    const int Ports = 18_000;
    static int portsGiven = Environment.ProcessId * 100 % Ports;
}
