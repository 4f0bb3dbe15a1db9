using Notejam.ServiceDefaults.PrivatePostgres;

namespace Notejam.AppHost;

static class Database
{
    /// <summary>
    /// The clusters use RDS, so no PostgreSQL may land in the manifests. On a developer's machine it is the private
    /// server, or without one a container of the version that production has.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddNotejamDatabase(
        this IDistributedApplicationBuilder builder, PrivatePostgresServer? server)
    {
        if (builder.ExecutionContext.IsPublishMode) return builder.AddConnectionString("notejam");
        if (server is not null) return builder.AddPrivatePostgres("postgres", server);
        return builder.AddPostgres("postgres")
            .WithImageTag("17")
            .WithDataVolume("notejam-postgres")
            .WithPgWeb()
            .AddDatabase("notejam");
    }
}
