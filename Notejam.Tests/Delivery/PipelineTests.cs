using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using Notejam.Tests.Hosting;
using Notejam.Tests.Infrastructure;

namespace Notejam.Tests.Delivery;

/// <summary>The pipeline as it is written: its schema, its order, and what it must not hold.</summary>
public sealed partial class PipelineTests
{
    static readonly string[] Jobs =
        ["build", "test", "release", "deploy-development", "deploy-staging", "hold", "deploy-production"];
    [Fact]
    public async Task The_file_keeps_to_the_schema_of_CircleCI() =>
        Assert.Empty(await ErrorsAsync(PipelineFile.Root.ToJsonString()));

    [Theory]
    [InlineData("\"executor\":\"aws\"", "\"executorr\":\"aws\"")]
    [InlineData("\"requires\":[\"build\"]", "\"requires\":7")]
    [InlineData("\"version\":2.1", "\"version\":3")]
    [InlineData("\"when\":\"on_fail\"", "\"when\":\"on_failure\"")]
    [InlineData("\"store_artifacts\":{\"path\"", "\"store_artifacts\":{\"pathh\"")]
    [InlineData("\"serial-group\":\"notejam-staging\"", "\"serial-group\":\"\"")]
    public async Task The_schema_notices_what_is_wrong(string right, string wrong)
    {
        var text = PipelineFile.Root.ToJsonString();
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.NotEmpty(await ErrorsAsync(text.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_step_that_is_only_a_name_is_a_command_of_the_file_or_of_CircleCI()
    {
        string[] ofCircleCI = ["checkout", "setup_remote_docker"];
        var known = PipelineFile.Root["commands"]!.AsObject().Select(c => c.Key).Concat(ofCircleCI);
        var used = PipelineFile.Root["jobs"]!.AsObject()
            .SelectMany(j => j.Value!["steps"]!.AsArray())
            .OfType<JsonValue>()
            .Select(s => s.GetValue<string>());
        Assert.Equal(known.Order(), used.Distinct().Order());
    }

    [Fact]
    public void It_builds_tests_releases_and_goes_from_environment_to_environment_and_waits_before_production()
    {
        Assert.Equal(Jobs, PipelineFile.Workflow.Select(s => s.Name));
        // Each waits for the one before it, and for nothing else.
        var pairs = PipelineFile.Workflow.Skip(1).Zip(PipelineFile.Workflow);
        Assert.All(pairs, pair => Assert.Equal([pair.Second.Name], pair.First.Requires));
        Assert.Equal("hold", Assert.Single(PipelineFile.Workflow, s => s.Job is null).Name);
    }

    [Fact]
    public void Branches_are_built_and_tested_and_only_main_is_shipped()
    {
        Assert.All(PipelineFile.Workflow.Take(2), s => Assert.Null(s.Branch));
        Assert.All(PipelineFile.Workflow.Skip(2), s => Assert.Equal("main", s.Branch));
    }

    [Fact]
    public void An_environment_has_one_deployment_at_a_time_and_only_its_own_role()
    {
        var deploys = PipelineFile.Workflow.Where(s => s.Job == "deploy").ToList();
        Assert.Equal(["development", "staging", "production"], deploys.Select(s => s.Environment));
        Assert.All(deploys, s => Assert.Equal($"deploy-{s.Environment}", s.Name));
        Assert.All(deploys, s => Assert.Equal($"notejam-{s.Environment}", s.Group));
        Assert.All(deploys, s => Assert.Equal([$"notejam-{s.Environment}"], s.Contexts));
        Assert.Equal(["notejam-release"], PipelineFile.Workflow.Single(s => s.Name == "release").Contexts);
        var withoutRole = PipelineFile.Workflow.Where(s => s.Name is "build" or "test" or "hold");
        Assert.All(withoutRole, s => Assert.Empty(s.Contexts));
    }

    [Fact]
    public void A_deployment_is_deployed_verified_and_kept_or_else_rolled_back()
    {
        string[] expected =
        [
            "eng/deploy.sh production",
            "eng/verify.sh \"$NOTEJAM_URL\"",
            "eng/mark-verified.sh production",
            "eng/rollback.sh production",
        ];
        var commands = PipelineFile.Commands(PipelineFile.Workflow.Single(s => s.Name == "deploy-production"));
        Assert.Equal(expected, commands.Select(c => string.Join(' ', c.Text.Split(' ').Take(2))));
        Assert.Equal([false, false, false, true], commands.Select(c => c.OnFail));
    }

    [Fact]
    public void Every_job_only_calls_scripts_that_are_there_and_can_be_run()
    {
        foreach (var command in PipelineFile.Workflow.SelectMany(PipelineFile.Commands))
        {
            var script = Path.Combine(Repository.Root, command.Text.Split(' ')[0]);
            Assert.True(File.Exists(script), command.Text);
            Assert.True(IsExecutable(script), $"{script} cannot be executed");
            Assert.DoesNotContain('\n', command.Text);
        }
    }

    static bool IsExecutable(string script) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(script) & UnixFileMode.UserExecute) != 0;

    [Fact]
    public void Its_kubectl_is_that_of_the_clusters()
    {
        var minor = Kubectl().Match(PipelineFile.Text).Groups[1].Value;
        Assert.All(Plans.Environments, e => Assert.Equal(minor, ClusterFile.Of(e)["metadata"]!["version"]!.ToString()));
    }

    /// <summary>The stub of aws in the test of a run allows everything.</summary>
    [Fact]
    public void The_role_that_releases_may_do_what_the_script_does()
    {
        var role = File.ReadAllText(Path.Combine(Repository.Root, "infrastructure", "terraform", "delivery.tf"));
        var script = File.ReadAllText(Path.Combine(Repository.Root, "eng", "release.sh"));
        var calls = Call().Matches(script).Select(m => m.Groups[1].Value).ToHashSet();
        string[] expected =
            ["describe-image-scan-findings", "describe-images", "get-login-password", "image-scan-complete"];
        Assert.Equal(expected, calls.Order());
        string[] actions = ["DescribeImageScanFindings", "DescribeImages", "GetAuthorizationToken", "PutImage"];
        foreach (var action in actions) Assert.Contains($"\"ecr:{action}\"", role, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_orb_and_no_key()
    {
        Assert.Null(PipelineFile.Root["orbs"]);
        Assert.DoesNotMatch(Credential(), PipelineFile.Text);
        var scripts = Directory.GetFiles(Path.Combine(Repository.Root, "eng"), "*.sh", SearchOption.AllDirectories);
        Assert.All(scripts, script => Assert.DoesNotMatch(Credential(), File.ReadAllText(script)));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("export AWS_SECRET_ACCESS_KEY=abc")]
    [InlineData("password: hunter2")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public void A_key_would_be_noticed(string text) => Assert.Matches(Credential(), text);

    [Fact]
    public void The_diagram_shows_the_jobs_the_order_and_the_scripts_of_the_file()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var section = document[document.IndexOf("## Pipeline", StringComparison.Ordinal)..];
        var diagram = section.Split("```mermaid")[1].Split("```")[0];
        var names = Node().Matches(diagram).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal(PipelineFile.Workflow.Select(s => s.Name).Order(), names.Order());
        var arrows = Arrow().Matches(diagram).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToHashSet();
        var order = PipelineFile.Workflow.SelectMany(s => s.Requires.Select(r => (r, s.Name)));
        Assert.Equal(order.Order(), arrows.Order());
        var scripts = PipelineFile.Workflow
            .SelectMany(PipelineFile.Commands)
            .SelectMany(c => Script().Matches(c.Text))
            .Select(m => m.Value)
            .ToHashSet();
        Assert.Equal(scripts.Order(), Script().Matches(diagram).Select(m => m.Value).ToHashSet().Order());
    }

    static async Task<IEnumerable<string>> ErrorsAsync(string json)
    {
        var cancel = TestContext.Current.CancellationToken;
        var file = Schemas.Find("circleci-config.schema.json");
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(file, cancel))!;
        // The validator knows no if, then and else, by which the schema tells kinds of jobs apart. All of ours are of
        // the last kind.
        var job = schema["definitions"]!["jobInvocation"]!["oneOf"]![1]!["else"]!["else"]!["else"]!["then"]!;
        schema["definitions"]!["jobInvocation"] = job.DeepClone();
        var validator = await JsonSchema.FromJsonAsync(schema.ToJsonString(), cancel);
        return validator.Validate(json).Select(e => e.ToString());
    }

    [GeneratedRegex(@"AKIA[0-9A-Z]{16}"
        + @"|(?i)aws_(secret_)?access_key(_id)?\s*[=:]\s*(?!none\b)"
        + @"|-----BEGIN|(password|secret|token):\s*[^\s<$""]")]
    private static partial Regex Credential();

    [GeneratedRegex(@"(?m)^\s*([a-z][a-z-]*)[\[({]")]
    private static partial Regex Node();

    [GeneratedRegex(@"(?m)^\s*([a-z-]+) -->(?:\|[^|]*\|)? ([a-z-]+)\s*$")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\becr (?:wait )?([a-z-]+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"release/v(\d+\.\d+)\.\d+/bin")]
    private static partial Regex Kubectl();

    [GeneratedRegex(@"(eng/|\./)[a-z]+\.sh")]
    private static partial Regex Script();
}
