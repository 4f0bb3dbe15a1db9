using Notejam.ServiceDefaults;

namespace Notejam.AppHost;

/// <summary>With our rules; where the services are, it reads in a file that is written when it starts.</summary>
static class Prometheus
{
    const string HowToInstall =
        "Prometheus is not installed: " +
        "`apt-get install prometheus` on Debian and Ubuntu, `brew install prometheus` on macOS. " +
        "Everything else runs without it.";

    public static void AddPrometheus(
        this IDistributedApplicationBuilder builder, params IResourceBuilder<ProjectResource>[] services)
    {
        var folder = Path.Combine(DataFolder.Path(builder.Configuration), "prometheus");
        var prometheus = builder.AddExecutable("prometheus", "prometheus", builder.AppHostDirectory);
        prometheus
            .WithHttpEndpoint(name: "http")
            .WithHttpHealthCheck("/-/ready", endpointName: "http")
            .WithArgs(context =>
            {
                var port = prometheus.GetEndpoint("http").Property(EndpointProperty.TargetPort);
                context.Args.Add($"--config.file={folder}/laptop.yml");
                context.Args.Add($"--storage.tsdb.path={folder}/data");
                context.Args.Add(ReferenceExpression.Create($"--web.listen-address=127.0.0.1:{port}"));
            })
            .OnBeforeResourceStarted(async (_, _, cancel) =>
            {
                if (!IsInstalled) throw new DistributedApplicationException(HowToInstall);
                CopyRules(Path.GetFullPath("../manifests/monitoring", builder.AppHostDirectory), folder);
                var targets = await Targets(services).GetValueAsync(cancel);
                await File.WriteAllTextAsync(Path.Combine(folder, "targets.yml"), targets, cancel);
            });
    }

    public static void AddPrometheusContainer(
        this IDistributedApplicationBuilder builder, params IResourceBuilder<ProjectResource>[] services) => builder
        .AddContainer("prometheus", "prom/prometheus", "v3.5.0")
        .WithBindMount("../manifests/monitoring", "/notejam", isReadOnly: true)
        .WithHttpEndpoint(targetPort: 9090, name: "http")
        .WithEnvironment("TARGETS", Targets(services))
        .WithEntrypoint("/bin/sh")
        .WithArgs("-c", """
            cp -r /notejam /tmp/ && printf %s "$TARGETS" >/tmp/notejam/targets.yml
            exec prometheus --config.file=/tmp/notejam/laptop.yml --storage.tsdb.path=/prometheus
            """);

    static string Program => OperatingSystem.IsWindows() ? "prometheus.exe" : "prometheus";

    static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, Program)));

    static void CopyRules(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "rules"));
        File.Copy(Path.Combine(from, "laptop.yml"), Path.Combine(to, "laptop.yml"), overwrite: true);
        foreach (var rules in Directory.EnumerateFiles(Path.Combine(from, "rules")))
            File.Copy(rules, Path.Combine(to, "rules", Path.GetFileName(rules)), overwrite: true);
    }

    /// <summary>As a container sees them, or as this machine does.</summary>
    static ReferenceExpression Targets(IEnumerable<IResourceBuilder<ProjectResource>> services)
    {
        var targets = new ReferenceExpressionBuilder();
        foreach (var service in services)
        {
            var address = service.GetEndpoint("management").Property(EndpointProperty.HostAndPort);
            targets.Append($"- targets: ['{address}']\n  labels:\n    job: {service.Resource.Name}\n");
        }
        return targets.Build();
    }
}
