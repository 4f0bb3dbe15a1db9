using System.Net;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using Notejam.Tests.Manifests;

namespace Notejam.Tests.Operations.Images;

/// <summary>The images as a cluster runs them, with a real PostgreSQL.</summary>
[Collection(nameof(Podman))]
public sealed class ImageTests(Podman podman, Postgres postgres)
{
    const string Web = "notejam/web", Backup = "notejam/backup";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Web_migrates_becomes_ready_and_keeps_a_note()
    {
        podman.SkipWhereMissing();
        var environment = Settings(await postgres.CreateEmptyDatabaseAsync(), out var site, out var management);
        var migrate = Podman.Restricted("notejam-migrations", environment, Web, "migrate");
        var (exit, output) = await Podman.RunAsync(migrate);
        Assert.True(exit == 0, output);

        await using var container = await Container.StartAsync("notejam-web", environment, management, Web);
        using var person = new Person(site);
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        var note = await person.NoteAsync("From an image", "Read again.");
        Assert.Contains("Read again.", (await person.GetAsync($"/notes/{note}/")).Body, StringComparison.Ordinal);
        await AssertRestrictedAsync("notejam-web");
        Assert.Equal(0, await container.StopAsync());
        Assert.DoesNotContain("cannot", container.Errors, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A setting that is misspelt there would stop every pod.</summary>
    [Theory]
    [InlineData("web", Web)]
    [InlineData("backup", Backup, "worker")]
    public async Task It_starts_with_the_settings_of_production(string name, params string[] command)
    {
        podman.SkipWhereMissing();
        var cluster = await Cluster.RenderAsync("production");
        var production = cluster.Of("ConfigMap")
            .Where(c => Regex.IsMatch(c.Text("metadata/name"), $"^{name}-(env|settings-)"))
            .OrderBy(c => c.Text("metadata/name"))
            .SelectMany(c => c.Pairs("data"));
        var ofTest = Settings(await postgres.CreateDatabaseAsync(), out var site, out var management)
            .Where(s => s.Key is "ConnectionStrings__notejam" or "ASPNETCORE_URLS" or "Management__Port");
        var environment = production
            .Concat(ofTest)
            .Append(new("AWS_ENDPOINT_URL", "http://127.0.0.1:9"))
            .GroupBy(e => e.Key)
            .ToDictionary(e => e.Key, e => e.Last().Value);
        Assert.True(environment.Count > 8, string.Join(' ', environment.Keys));
        await using var container =
            await Container.StartAsync($"notejam-{name}-production", environment, management, command);
        if (name == "web") await AssertHealthyToTheLoadBalancerAsync(site);
    }

    static async Task AssertHealthyToTheLoadBalancerAsync(Uri site)
    {
        var file = Path.Combine(Repository.Root, "manifests", "components", "web", "ingress.yaml");
        var ingress = Yaml.Documents(await File.ReadAllTextAsync(file, Cancel)).Single();
        var path = ingress.Text("metadata/annotations/alb.ingress.kubernetes.io~1healthcheck-path");
        using var client = new HttpClient { BaseAddress = site };
        using var answer = await client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Web_has_no_shell()
    {
        podman.SkipWhereMissing();
        foreach (var shell in new[] { "/bin/sh", "/bin/bash", "/usr/bin/sh", "/bin/busybox" })
        {
            var (exit, _) = await RunOnceAsync(shell, Web, "-c", "true");
            Assert.Equal(127, exit);
        }
    }

    [Fact]
    public async Task Backup_has_the_pg_dump_of_the_databases_major_and_makes_a_good_backup()
    {
        podman.SkipWhereMissing();
        var terraform = Path.Combine(Repository.Root, "infrastructure", "terraform", "database.tf");
        var database = await File.ReadAllTextAsync(terraform, Cancel);
        var major = Regex.Match(database, @"engine_version = ""(\d+)").Groups[1].Value;
        var (_, version) = await RunOnceAsync("pg_dump", Backup, "--version");
        Assert.Contains($"(PostgreSQL) {major}.", version, StringComparison.Ordinal);

        var store = TempFolder.Create("store");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(store, (UnixFileMode)Convert.ToInt32("777", 8));
        var environment = Settings(await postgres.CreateDatabaseAsync(), out _, out var management);
        environment["Backup__Store"] = "/store";
        environment["Backup__Drill"] = "false";
        string[] mount = ["-v", $"{store}:/store", Backup];
        foreach (var verb in new[] { "backup", "verify", "list" })
        {
            var command = Podman.Restricted("notejam-backup", environment, [.. mount, verb]);
            var (exit, output) = await Podman.RunAsync(command);
            Assert.True(exit == 0, $"{verb}: {output}");
        }
        await using (var worker =
            await Container.StartAsync("notejam-backup", environment, management, [.. mount, "worker"]))
        {
            await AssertRestrictedAsync("notejam-backup");
            Assert.Equal(0, await worker.StopAsync());
        }
        Directory.Delete(store, recursive: true);
    }

    [Theory]
    [InlineData(Web, 300)]
    [InlineData(Backup, 600)]
    public async Task An_image_says_what_it_is_and_is_small(string image, int megabytes)
    {
        podman.SkipWhereMissing();
        var inspected = await Podman.InspectAsync("image", image);
        var size = inspected.GetProperty("Size").GetInt64() / 1_000_000;
        TestContext.Current.SendDiagnosticMessage($"{image}: {size} MB");
        Assert.InRange(size, 1, megabytes);
        Assert.Equal("1654", inspected.GetProperty("Config").GetProperty("User").GetString());
        var labels = inspected.GetProperty("Labels");
        Assert.Matches("^[0-9a-f]{40}$", labels.GetProperty("org.opencontainers.image.revision").GetString());
        var title = labels.GetProperty("org.opencontainers.image.title").GetString();
        Assert.StartsWith("Notejam", title, StringComparison.Ordinal);
    }

    static Task<(int Exit, string Output)> RunOnceAsync(string entrypoint, params string[] arguments) =>
        Podman.RunAsync(
            ["run", "--rm", "--pull=never", "--network", "none", "--entrypoint", entrypoint, .. arguments]);

    static Dictionary<string, string> Settings(string connection, out Uri site, out Uri management)
    {
        site = new($"http://127.0.0.1:{NotejamApp.FreePort()}");
        management = new($"http://127.0.0.1:{NotejamApp.FreePort()}");
        return new()
        {
            ["ConnectionStrings__notejam"] = connection,
            ["ASPNETCORE_URLS"] = site.GetLeftPart(UriPartial.Authority),
            ["Management__Port"] = $"{management.Port}",
            ["Site__PublicUrl"] = site.GetLeftPart(UriPartial.Authority),
            ["Smtp__Host"] = "127.0.0.1",
        };
    }

    static async Task AssertRestrictedAsync(string container)
    {
        var status = await Podman.StatusAsync(container);
        Assert.All(status["Uid"].Split('\t'), id => Assert.Equal("1654", id));
        Assert.Equal("0000000000000000", status["CapEff"]);
        Assert.Equal("1", status["NoNewPrivs"]);
    }
}
