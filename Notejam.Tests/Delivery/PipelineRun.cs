using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Delivery;

/// <summary>
/// Runs the jobs of the pipeline that ship, step by step as CircleCI does, in a clone with stubs for AWS, docker, the
/// clusters and Prometheus.
/// </summary>
sealed partial class PipelineRun : IAsyncDisposable
{
    readonly string folder = TempFolder.Create("pipeline");
    readonly Dictionary<string, string> settings = [];
    LoopbackServer prometheus = null!, failing = null!;

    string Clone => Path.Combine(folder, "clone");
    string Stubs => Path.Combine(folder, "stubs");

    /// <summary>The port of a Prometheus that has seen half of all requests fail; the other has seen none.</summary>
    public string Failing => $"{failing.Address.Port}";

    /// <summary>All that the scripts and the stubs printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Every call of aws, docker and kubectl.</summary>
    public List<string> Calls => [.. File.ReadLines(Path.Combine(Stubs, "calls"))];

    public string Identities => File.ReadAllText(Path.Combine(Stubs, "identities"));

    /// <summary>The images that were applied to an environment's cluster, in that order.</summary>
    public List<string> Images(string environment)
    {
        var applied = Path.Combine(Stubs, $"notejam-{environment}.applied");
        if (!File.Exists(applied)) return [];
        return [.. Image().Matches(File.ReadAllText(applied)).Select(m => m.Groups[1].Value)];
    }

    /// <param name="app">What answers at the address of each environment.</param>
    public static async Task<PipelineRun> PrepareAsync(NotejamApp app)
    {
        Tool.SkipWithout("kubectl");
        var pipeline = new PipelineRun();
        await pipeline.StartPrometheusAsync();
        Directory.CreateDirectory(pipeline.Clone);
        Directory.CreateDirectory(pipeline.Stubs);
        var stub = Path.Combine(Repository.Root, "Notejam.Tests", "Delivery", "stub.sh");
        foreach (var program in new[] { "aws", "docker", "kubectl" })
            File.CreateSymbolicLink(Path.Combine(pipeline.Stubs, program), stub);
        pipeline.Set("NOTEJAM_REGISTRY", "123456789012.dkr.example");
        pipeline.Set("NOTEJAM_URL", app.Address.GetLeftPart(UriPartial.Authority));
        pipeline.Set("CIRCLE_SHA1", (await app.Visitor().GetAsync("/version")).Body.Trim().Split('+')[^1]);
        await pipeline.BashAsync("", $"""
            git init -q
            cp -R {Repository.Root}/eng {Repository.Root}/manifests .
            mkdir Notejam.Web Notejam.Backup
            touch Notejam.Web/Dockerfile Notejam.Backup/Dockerfile
            echo artifacts/ >.gitignore
            """);
        await pipeline.CommitAsync();
        return pipeline;
    }

    /// <summary>The same clusters and registry, as they are now, for whoever spoils them.</summary>
    public async Task<PipelineRun> CopyAsync()
    {
        var copy = new PipelineRun();
        foreach (var (name, value) in settings) copy.Set(name, value);
        await copy.StartPrometheusAsync();
        Assert.True(await BashAsync("", $"cp -a {folder}/. {copy.folder}; : >{copy.Stubs}/calls"), Output);
        return copy;
    }

    /// <summary>Sets a variable of every job from now on, or with <c>job:NAME</c> of one.</summary>
    public void Set(string name, string value) => settings[name] = value;

    public async Task CommitAsync()
    {
        var isCommitted = await BashAsync("", """
            date +%N >change
            git add .
            git -c user.name=test -c user.email=test@example.org commit -qm test
            """);
        Assert.True(isCommitted, Output);
    }

    /// <summary>The names of the jobs that succeeded; whoever is asked to approve does.</summary>
    public async Task<List<string>> RunAsync()
    {
        var succeeded = new List<string> { "build", "test" };
        var steps = PipelineFile.Workflow.Skip(succeeded.Count);
        foreach (var step in steps.Where(s => s.Requires.TrueForAll(succeeded.Contains)))
        {
            var failed = false;
            foreach (var command in PipelineFile.Commands(step))
            {
                if (command.OnFail != failed) continue;
                if (!await BashAsync(step.Name, command.Text)) failed = true;
            }
            if (!failed) succeeded.Add(step.Name);
        }
        return succeeded;
    }

    public async ValueTask DisposeAsync()
    {
        await prometheus.DisposeAsync();
        await failing.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    async Task StartPrometheusAsync()
    {
        prometheus = await AnsweringAsync("0");
        failing = await AnsweringAsync("0.5");
        Set("PROMETHEUS_PORT", $"{prometheus.Address.Port}");
    }

    /// <summary>A Prometheus that knows one value.</summary>
    static Task<LoopbackServer> AnsweringAsync(string value) => LoopbackServer.StartAsync(context =>
    {
        Assert.Equal("/api/v1/query", context.Request.Path.Value);
        return context.Response.WriteAsync($$$"""{"data":{"result":[{"value":[0,"{{{value}}}"]}]}}""");
    });

    public async Task<bool> BashAsync(string job, string command)
    {
        var contexts = PipelineFile.Workflow.SingleOrDefault(s => s.Name == job)?.Contexts;
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{Stubs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["STUBS"] = Stubs,
            ["CIRCLE_OIDC_TOKEN_V2"] = $"token-of-{job}",
            ["AWS_ROLE_ARN"] = $"role-of-{contexts?.SingleOrDefault()}",
        };
        foreach (var (key, value) in settings.Where(s => IsFor(s.Key))) environment[key.Split(':')[^1]] = value;
        var (exit, output) = await Tool.RunAsync("bash", ["-eo", "pipefail", "-c", command], environment, Clone);
        Output += $"{job}$ {command}\n{output}";
        return exit == 0;

        bool IsFor(string setting) =>
            !setting.Contains(':', StringComparison.Ordinal)
            || setting.StartsWith($"{job}:", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\bimage: (\S+)")]
    private static partial Regex Image();
}
