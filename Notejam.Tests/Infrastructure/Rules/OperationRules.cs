using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

/// <summary>What people need who run it.</summary>
static class OperationRules
{
    static readonly string[] Tags = ["Project", "Environment", "ManagedBy"];

    public static readonly Rule<Plan>[] All =
    [
        None("Everything that can have tags says whose it is", plan => plan.Resources
            .Where(r => r.Values.ContainsKey("tags_all"))
            .Where(r => !Tags.All(t => r.Values["tags_all"]?[t] is not null))
            .Select(r => r.Address))
            .Noticing(
                Change("nobody knows whose it is", "aws_vpc.this",
                    v => v["tags_all"]!.AsObject().Remove("Environment")),
                Set("nothing has tags", "aws_sqs_queue.dead_letters[\"rules\"]", "tags_all", null)),
        Each("Logs are kept for three months at least, and not for ever", "aws_cloudwatch_log_group", g =>
            g.Number("retention_in_days") is >= 90 and <= 400)
            .Noticing(
                Set("logs are kept for ever",
                    "aws_cloudwatch_log_group.this[\"/aws/lambda/notejam-production-export\"]", "retention_in_days",
                    0)),
        Each("Every alarm is heard", "aws_cloudwatch_metric_alarm", a => a.Has("alarm_actions"))
            .Noticing(
                new Mutation<Plan>("an alarm is not heard",
                    plan => plan.Forgetting("aws_cloudwatch_metric_alarm.this[\"database-cpu\"]", "alarm_actions"))),
        Is("Silence about exports is an alarm", plan =>
            plan["aws_cloudwatch_metric_alarm.this[\"export-too-old\"]"] is { } a
            && a.Text("treat_missing_data") == "breaching"
            && a.Number("threshold") == 26)
            .Noticing(
                Set("silence is good news", "aws_cloudwatch_metric_alarm.this[\"export-too-old\"]",
                    "treat_missing_data", "notBreaching")),
        None("Every queue of dead letters has an alarm", plan =>
            plan.Of("aws_sqs_queue").Select(q => q.Text("name")!).Except(Watched(plan)))
            .Noticing(
                Remove("dead letters are not noticed", "aws_cloudwatch_metric_alarm.this[\"dead-letters-rules\"]")),
        None("Whatever a function cannot do is kept", plan =>
            plan.Of("aws_lambda_function").Select(f => f.Text("function_name")!).Except(Kept(plan)))
            .Noticing(
                Set("failures are forgotten", "aws_lambda_function_event_invoke_config.this[\"export\"]",
                    "destination_config", new JsonArray())),
        Each("Whatever cannot be handed over is kept", "aws_cloudwatch_event_target", t =>
            t.Values["dead_letter_config"] is JsonArray { Count: 1 })
            .Noticing(
                Set("events are forgotten", "aws_cloudwatch_event_target.this[\"export\"]", "dead_letter_config",
                    new JsonArray())),
        Each("Functions run on a system that AWS maintains", "aws_lambda_function", f =>
            f.Text("runtime") == "provided.al2023")
            .Noticing(Set("the runtime is dead", "aws_lambda_function.this[\"export\"]", "runtime", "nodejs12.x")),
        Each("The trail covers every region and cannot be forged", "aws_cloudtrail", t =>
            t.Is("is_multi_region_trail") && t.Is("enable_log_file_validation") && t.Has("kms_key_id"))
            .Noticing(Set("the trail can be forged", "aws_cloudtrail.this", "enable_log_file_validation", false)),
    ];

    /// <summary>The queues that an alarm looks at.</summary>
    static IEnumerable<string> Watched(Plan plan) => plan.Of("aws_cloudwatch_metric_alarm")
        .Select(a => (string?)a.Values["dimensions"]?["QueueName"] ?? "");

    /// <summary>The functions whose failed events go somewhere.</summary>
    static IEnumerable<string> Kept(Plan plan) => plan.Of("aws_lambda_function_event_invoke_config")
        .Where(c => c.Block("destination_config")?["on_failure"] is JsonArray { Count: 1 })
        .Select(c => c.Text("function_name")!);
}
