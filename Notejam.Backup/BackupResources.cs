using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Notejam.Backup.Backups;
using Notejam.Backup.Stores;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.PrivatePostgres;

namespace Notejam.Backup;

/// <summary>
/// What the environment says: the store, and the databases, which are only looked for by the commands that need them.
/// </summary>
sealed class BackupResources(IConfiguration configuration, string environment) : IAsyncDisposable
{
    PrivatePostgresServer? server;
    PostgresDatabase? database, scratch;

    public BackupSettings Settings { get; } = configuration.ReadSettings<BackupSettings>("Backup");

    /// <summary>Given only by tests.</summary>
    public BackupCatalog Catalog
    {
        get => field ??= new BackupCatalog(
            OpenStore.From(Settings, configuration, environment), ManifestKey.From(Settings.SigningKey));
        init;
    }

    /// <summary>What one should know of the place of the backups; null where that is fine.</summary>
    public string? Warning => Catalog.Folder is { } folder && IsIn(folder.Name, DataFolder.Path(configuration))
        ? $"{folder.Name} is in NOTEJAM_DATA, beside the data that it protects: what destroys one destroys both. "
            + "Set Backup__Store to a folder on another disk, or to a bucket."
        : null;

    static bool IsIn(string folder, string other) => Ended(folder).StartsWith(Ended(other), StringComparison.Ordinal);

    static string Ended(string folder) => Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;

    public TimeSpan Retention => TimeSpan.FromDays(Settings.RetentionDays);

    public static BackupResources FromEnvironment()
    {
        ServiceDefaults.Settings.RefuseUnknownVariables();
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var environment = configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"];
        return new BackupResources(configuration, environment ?? Environments.Production);
    }

    /// <summary>The database that is backed up and restored.</summary>
    public async Task<PostgresDatabase> DatabaseAsync() => database ??= new PostgresDatabase(
        configuration.GetConnectionString("notejam") is { Length: > 0 } given
            ? given
            : (await StartServerAsync()).ConnectionString("notejam"));

    /// <summary>Where scratch databases are made: on the same server, unless another is named.</summary>
    public async Task<PostgresDatabase> ScratchServerAsync() => scratch ??=
        configuration.GetConnectionString("scratch") is { Length: > 0 } given
            ? new PostgresDatabase(given, "ConnectionStrings__scratch")
            : await DatabaseAsync();

    /// <summary>Stops the private server, unless somebody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (scratch is not null) await scratch.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
        if (server is not null) await server.DisposeAsync();
    }

    async Task<PrivatePostgresServer> StartServerAsync() =>
        server = await DevelopmentDatabase.StartAsync(configuration, environment, ["notejam", "scratch"]);
}
