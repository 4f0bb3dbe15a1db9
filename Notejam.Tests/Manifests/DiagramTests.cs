using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

/// <summary>The diagrams in docs/architecture.md name what the files name, and leave nothing out.</summary>
public sealed partial class DiagramTests
{
    static readonly string[] Drawn =
    [
        "Deployment", "StatefulSet", "Job", "Ingress",
        "HorizontalPodAutoscaler", "PodDisruptionBudget", "Namespace",
    ];

    [Fact]
    public async Task The_cluster_is_that_of_the_manifests()
    {
        var production = await Cluster.RenderAsync("production");
        var migration = "migrations-" + Cluster.WebDigest[..12];
        var there = production.Of(Drawn)
            .Select(o => Cluster.NameOf(o).Replace('/', ' '))
            .Select(n => n.Replace(migration, "migrations", StringComparison.Ordinal));
        Assert.Equal(there.Order(), Named("Cluster", Drawn).Order());
    }

    /// <summary>Each arrow with a port, and each port that a policy opens to somebody who can be drawn.</summary>
    [Fact]
    public async Task Every_port_on_an_arrow_is_one_that_a_network_policy_opens()
    {
        var production = await Cluster.RenderAsync("production");
        var opened = production.Of("NetworkPolicy")
            .SelectMany(p => p.Each("spec/ingress").Concat(p.Each("spec/egress")))
            .SelectMany(r => r.Each("ports"))
            .Select(p => p.Text("port"))
            .ToHashSet();
        var drawn = Arrow().Matches(Diagram("Cluster")).SelectMany(m => m.Groups[1].Value.Split(", ")).ToHashSet();
        Assert.Equal(["443", "465", "5432", "587", "8080", "8081", "9090", "9093"], drawn.Order());
        Assert.Subset(opened, drawn);
    }

    [Fact]
    public void The_backup_is_that_of_Terraform()
    {
        var events = Terraform("events.tf");
        var functions = Keys("functions.tf", "functions = {", "    ").Select(f => $"Function {f}");
        var rules = Keys("events.tf", "rules = {", "    ").Select(r => $"Rule {r}");
        var queues = DeadLetters().Match(events).Groups[1].Value.Split(", ").Select(q => $"Queue {q.Trim('"')}");
        string[] there = [.. functions, .. rules, .. queues, "Deployment backup", "Bucket notejamsnapshot"];
        var drawn = Named("Backup", ["Function", "Rule", "Queue", "Bucket", "Deployment"]);
        Assert.Equal(there.Order(), drawn.Order());
        Assert.Matches(@"bucket\s+= ""notejamsnapshot-", Terraform("locals.tf"));
        Assert.Contains("RDS-EVENT-0042", events, StringComparison.Ordinal);
    }

    static IEnumerable<string> Named(string section, string[] kinds) =>
        Regex.Matches(Diagram(section), $@"\b({string.Join('|', kinds)}) [\w-]+").Select(m => m.Value).Distinct();

    static IEnumerable<string> Keys(string file, string map, string indent)
    {
        var within = $@"{Regex.Escape(map)}\n(.*?)\n  \}}";
        var entries = Regex.Match(Terraform(file), within, RegexOptions.Singleline).Groups[1].Value;
        return Regex.Matches(entries, $@"(?m)^{indent}(\w+)\s*= \{{").Select(m => m.Groups[1].Value);
    }

    static string Diagram(string section)
    {
        var architecture = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var drawing = $@"## {section}\n.*?```mermaid\n(.*?)```";
        return Regex.Match(architecture, drawing, RegexOptions.Singleline).Groups[1].Value;
    }

    static string Terraform(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, "infrastructure", "terraform", file));

    [GeneratedRegex(@"""aws_sqs_queue"" ""dead_letters"" \{\s+for_each = toset\(\[(.*)\]\)")]
    private static partial Regex DeadLetters();

    [GeneratedRegex(@"-- (\d[\d, ]*\d) -->")]
    private static partial Regex Arrow();
}
