using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using YamlDotNet.Serialization;

namespace Notejam.Tests.Delivery;

/// <summary>What .circleci/config.yml says.</summary>
sealed class PipelineFile
{
    /// <param name="Name">As the workflow shows it.</param>
    /// <param name="Job">The job that it runs, or null where it waits for somebody.</param>
    public sealed record Step(
        string Name, string? Job, List<string> Requires, List<string> Contexts,
        string? Group, string? Branch, string? Environment);

    /// <param name="OnFail">Runs only if an earlier one of the job has failed.</param>
    public sealed record Command(string Text, bool OnFail);

    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, ".circleci", "config.yml"));

    public static JsonNode Root { get; } = JsonNode.Parse(AsJson(Text))!;

    /// <summary>The workflow, in the order of the file.</summary>
    public static List<Step> Workflow => [.. Root["workflows"]!["ship"]!["jobs"]!.AsArray().Select(Read)];

    /// <summary>What a job runs, with its parameter filled in.</summary>
    public static List<Command> Commands(Step step)
    {
        if (step.Job is null) return [];
        var steps = Root["jobs"]![step.Job]!["steps"]!.AsArray();
        return
        [
            .. steps
                .Where(s => s is JsonObject map && map.ContainsKey("run"))
                .Select(s => Run(s!["run"]!, step.Environment)),
        ];
    }

    static Command Run(JsonNode run, string? environment)
    {
        var map = run as JsonObject;
        var text = (map is null ? run : map["command"]!).GetValue<string>();
        var filledIn = text.Replace("<< parameters.environment >>", environment, StringComparison.Ordinal);
        return new(filledIn, map?["when"]?.GetValue<string>() == "on_fail");
    }

    static string AsJson(string yaml)
    {
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var write = new SerializerBuilder().JsonCompatible().Build();
        return write.Serialize(read.Deserialize<object>(yaml));
    }

    static Step Read(JsonNode? entry)
    {
        if (entry is JsonValue alone)
        {
            var name = alone.GetValue<string>();
            return new(name, name, [], [], null, null, null);
        }
        var (job, settings) = entry!.AsObject().Single();
        return new(
            Text("name") ?? job,
            Text("type") == "approval" ? null : job,
            Texts("requires"),
            Texts("context"),
            Text("serial-group"),
            settings!["filters"]?["branches"]?["only"]?.GetValue<string>(),
            Text("environment"));

        string? Text(string key) => settings![key]?.GetValue<string>();
        List<string> Texts(string key) => settings![key] switch
        {
            null => [],
            JsonArray many => [.. many.Select(m => m!.GetValue<string>())],
            var one => [one.GetValue<string>()],
        };
    }
}
