using System.Text.Json;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Notejam.Tests.Monitoring;

/// <summary>What manifests/monitoring says.</summary>
static partial class MonitoringFiles
{
    public sealed class RuleFile { public List<Group> Groups { get; set; } = []; }
    public sealed class Group { public List<Rule> Rules { get; set; } = []; }
    public sealed class Rule
    {
        public string? Alert { get; set; }
        public string? Record { get; set; }
        public string Expr { get; set; } = "";
        public Dictionary<string, string> Labels { get; set; } = [];
        public Dictionary<string, string> Annotations { get; set; } = [];
    }

    public sealed class TestFile { public List<Case> Tests { get; set; } = []; }
    public sealed class Case { public List<AlertCase> AlertRuleTest { get; set; } = []; }
    public sealed class AlertCase
    {
        public string Alertname { get; set; } = "";
        public List<object> ExpAlerts { get; set; } = [];
    }

    public static string Folder { get; } = Path.Combine(Repository.Root, "manifests", "monitoring");

    public static string[] RulePaths => Directory.GetFiles(Path.Combine(Folder, "rules"), "*.yml");

    public static string[] RuleTestPaths => Directory.GetFiles(Path.Combine(Folder, "rules-tests"), "*.yml");

    public static List<Rule> Rules => [.. RulePaths.SelectMany(p => Read<RuleFile>(p).Groups).SelectMany(g => g.Rules)];

    public static List<AlertCase> AlertCases =>
        [.. RuleTestPaths.SelectMany(p => Read<TestFile>(p).Tests).SelectMany(t => t.AlertRuleTest)];

    /// <summary>The queries of the dashboard's panels and variables, as Grafana sends them.</summary>
    public static List<string> DashboardQueries
    {
        get
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")));
            return [.. Strings(dashboard.RootElement, "expr").Select(q => Variable().Replace(q, ValueOf))];

            static string ValueOf(Match variable) =>
                variable.Groups[1].Value is "__rate_interval" or "__range" or "__interval" ? "5m" : ".*";
        }
    }

    public static T Read<T>(string path)
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(File.ReadAllText(path)));
        return new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<T>(new YamlDotNet.Core.MergingParser(parser));
    }

    static IEnumerable<string> Strings(JsonElement element, string property)
    {
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(Within),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Strings(e, property)),
            _ => [],
        };

        IEnumerable<string> Within(JsonProperty part) =>
            part.Name == property && part.Value.ValueKind == JsonValueKind.String
                ? [part.Value.GetString()!]
                : Strings(part.Value, property);
    }

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex Variable();
}
