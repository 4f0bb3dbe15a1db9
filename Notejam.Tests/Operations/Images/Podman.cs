using System.Globalization;
using System.Text.Json;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

[CollectionDefinition(nameof(Podman))]
public sealed class PodmanTests : ICollectionFixture<Podman>;

/// <summary>Both images, built by podman from stand-ins of their base images; or why this machine cannot.</summary>
public sealed class Podman : IAsyncLifetime
{
    internal static readonly string Script = Path.Combine(Repository.Root, "eng", "podman.sh");

    string? missing;

    public async ValueTask InitializeAsync()
    {
        missing = await MissingAsync();
        if (missing is not null) return;
        foreach (var script in new[] { "base-images.sh", "build-images.sh" })
        {
            var (exit, output) = await Tool.RunAsync(Path.Combine(Repository.Root, "eng", script), "");
            Assert.True(exit == 0, output);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void SkipWhereMissing() => Assert.SkipWhen(missing is not null, missing ?? "");

    public static Task<(int Exit, string Output)> RunAsync(params string[] arguments) =>
        Tool.RunAsync(Script, "", arguments);

    /// <summary>As a pod runs: without root, capabilities and a file system to write to.</summary>
    public static string[] Restricted(string name, Dictionary<string, string> environment, params string[] more) =>
    [
        "run", "--rm", "--name", name, "--network", "host", "--pull=never",
        "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        .. environment.SelectMany(e => new[] { "-e", $"{e.Key}={e.Value}" }), .. more,
    ];

    public static async Task<JsonElement> InspectAsync(string kind, string name)
    {
        var (exit, output) = await RunAsync(kind, "inspect", name);
        Assert.True(exit == 0, output);
        return JsonDocument.Parse(output).RootElement[0];
    }

    /// <summary>What the kernel says of a container's process.</summary>
    public static async Task<Dictionary<string, string>> StatusAsync(string container)
    {
        var process = (await InspectAsync("container", container)).GetProperty("State").GetProperty("Pid").GetInt32();
        return File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
            .Select(l => l.Split(':', 2))
            .ToDictionary(l => l[0], l => l[1].Trim());
    }

    static async Task<string?> MissingAsync()
    {
        string[] programs = ["podman", "crun", "debootstrap"];
        if (programs.FirstOrDefault(p => !Tool.Exists(p)) is { } program) return $"{program} is not installed";
        if ((await Tool.RunAsync("id", "", "-u")).Output.Trim() != "0") return "images are built by root here";
        var (exit, output) = await RunAsync("info");
        return exit == 0 ? null : $"podman does not start: {output}";
    }
}
