using Notejam.Tests.Backups;
using Notejam.Tests.Data;
using Notejam.Tests.Hosting;
using Notejam.Tests.Http;
using Notejam.Tests.Notes;

namespace Notejam.Tests.Operations.Images;

/// <summary>
/// The tests run on the PostgreSQL that the machine has. Those of the schema, of the statements and of the dumps run
/// once more on production's, in a container, with its own programs.
/// </summary>
[Collection(nameof(Podman))]
public sealed class ProductionMajorTests(Podman podman) : IDisposable
{
    readonly string folder = TempFolder.Create("major");

    static readonly Type[] Classes =
    [
        typeof(SchemaTests), typeof(QueryTests), typeof(NoteListTests), typeof(UnchangedTests),
        typeof(TableContentTests), typeof(RestoreTests), typeof(DrillTests),
    ];

    [Fact]
    public async Task The_database_tests_pass_on_it()
    {
        podman.SkipWhereMissing();
        string[] version = ["run", "--rm", "--pull=never", "--entrypoint", "postgres", Postgres.Image, "--version"];
        Assert.Contains("(PostgreSQL) 17.", (await Podman.RunAsync(version)).Output, StringComparison.Ordinal);
        var (exit, output) = await TestAsync(Classes.Select(c => c.FullName!));
        Assert.True(exit == 0, output);
    }

    async Task<(int Exit, string Output)> TestAsync(IEnumerable<string> classes)
    {
        var socket = Path.Combine(folder, "podman.sock");
        await using var service =
            RunningProcess.Start(Podman.Script, ["system", "service", "--time=0", $"unix://{socket}"]);
        await Until.TrueAsync(() => File.Exists(socket), "podman listens");
        foreach (var program in new[] { "pg_dump", "pg_restore" }) await FromTheImageAsync(program);
        return await Tool.RunAsync(
            "dotnet",
            [
                typeof(ProductionMajorTests).Assembly.Location, "--no-progress", "--max-threads", "1",
                "--filter-class", .. classes,
            ],
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
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        await File.WriteAllTextAsync(
            file,
            $"""
            #!/bin/sh
            exec {Podman.Script} run --rm -i --network host --pull=never --env-host -v {temporary}:{temporary} --user root \
              --entrypoint {program} {Postgres.Image} "$@"
            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("700", 8));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
