using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations.Images;

/// <summary>
/// The tests run on the PostgreSQL that the machine has. Those of the schema, of the statements and of the dumps run
/// once more on production's, in a container, with its own programs.
/// </summary>
[Collection(nameof(Podman))]
public sealed class ProductionMajorTests(Podman podman) : IDisposable
{
    readonly string folder = TempFolder.Create("major");

    static readonly string[] Classes =
    [
        "*.SchemaTests", "*.QueryTests", "*.NoteListTests", "*.TableContentTests", "*.RestoreTests", "*.DrillTests",
    ];

    [Fact]
    public async Task The_database_tests_pass_on_it()
    {
        podman.SkipWhereMissing();
        string[] version = ["run", "--rm", "--pull=never", "--entrypoint", "postgres", Postgres.Image, "--version"];
        Assert.Contains("(PostgreSQL) 17.", (await Podman.RunAsync(version)).Output, StringComparison.Ordinal);
        var (exit, output) = await TestAsync(Classes);
        Assert.True(exit == 0, output);
    }

    async Task<(int Exit, string Output)> TestAsync(params string[] classes)
    {
        var socket = Path.Combine(folder, "podman.sock");
        await using var service =
            RunningProcess.Start(Podman.Script, ["system", "service", "--time=0", $"unix://{socket}"]);
        await Until.TrueAsync(() => File.Exists(socket), "podman listens");
        foreach (var program in new[] { "pg_dump", "pg_restore" }) await FromTheImageAsync(program);
        return await Tool.RunAsync(
            "dotnet",
            [typeof(ProductionMajorTests).Assembly.Location, "--no-progress", "--filter-class", .. classes],
            new Dictionary<string, string>
            {
                ["NOTEJAM_TEST_POSTGRES"] = "container",
                ["NOTEJAM_PG_BIN"] = folder,
                ["DOCKER_HOST"] = $"unix://{socket}",
                ["TESTCONTAINERS_HOST_OVERRIDE"] = "127.0.0.1",
                // Its image is not to be had everywhere; the test ends the container itself.
                ["TESTCONTAINERS_RYUK_DISABLED"] = "true",
            });
    }

    async Task FromTheImageAsync(string program)
    {
        var file = Path.Combine(folder, program);
        await File.WriteAllTextAsync(
            file,
            $"""
            #!/bin/sh
            exec {Podman.Script} run --rm -i --network host --pull=never --env-host -v /tmp:/tmp --user root \
              --entrypoint {program} {Postgres.Image} "$@"
            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("700", 8));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
