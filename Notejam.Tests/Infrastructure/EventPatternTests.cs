using System.Text.Json;
using System.Text.Json.Nodes;
using Notejam.Tests.Models;

namespace Notejam.Tests.Infrastructure;

/// <summary>Which of RDS's events start an export, by the pattern of the plan.</summary>
public sealed class EventPatternTests(Plans plans)
{
    const string Ours = "notejam-production-20261122";

    [Theory]
    [InlineData("RDS-EVENT-0042", Ours, true)]
    [InlineData("RDS-EVENT-0042", "notejam-production-20280229", true)]
    [InlineData("RDS-EVENT-0040", Ours, false)] // only being made
    [InlineData("RDS-EVENT-0041", Ours, false)] // deleted
    [InlineData("RDS-EVENT-0090", "rds:notejam-production-2026-11-22-02-00", false)] // automated, being made
    [InlineData("RDS-EVENT-0091", "rds:notejam-production-2026-11-22-02-00", false)] // automated, made
    [InlineData("RDS-EVENT-0042", "rds:notejam-production-2026-11-22-02-00", false)]
    [InlineData("RDS-EVENT-0159", Ours, false)] // export failed
    [InlineData("RDS-EVENT-0160", Ours, false)] // export cancelled
    [InlineData("RDS-EVENT-0161", Ours, false)] // export completed: it would start the next
    [InlineData("RDS-EVENT-0484", Ours, false)]
    [InlineData("RDS-EVENT-0486", Ours, false)]
    [InlineData("RDS-EVENT-0487", Ours, false)]
    [InlineData("RDS-EVENT-0074", Ours, false)] // of clusters
    [InlineData("RDS-EVENT-0075", Ours, false)]
    [InlineData("RDS-EVENT-0162", Ours, false)]
    [InlineData("RDS-EVENT-0042", "notejam-staging-20261122", false)]
    [InlineData("RDS-EVENT-0042", "notejam-development-20261122", false)]
    [InlineData("RDS-EVENT-0042", "notejam-production20261122", false)]
    [InlineData("RDS-EVENT-0042", "notejam-productions-20261122", false)]
    [InlineData("RDS-EVENT-0042", "old-notejam-production-20261122", false)]
    [InlineData("RDS-EVENT-0042", "NOTEJAM-PRODUCTION-20261122", false)] // RDS writes names in lower case
    [InlineData("RDS-EVENT-0042", "invoices-20261122", false)]
    [InlineData("RDS-EVENT-0042", "", false)]
    public async Task An_event_of_RDS_matches_when_it_should(string id, string snapshot, bool matches) =>
        Assert.Equal(matches, EventBridgePattern.Matches(await PatternAsync("production"), Event(id, snapshot)));

    [Theory]
    [InlineData("source", "notejam.test")]
    [InlineData("source", "aws.rds.custom")]
    [InlineData("detail-type", "RDS DB Instance Event")]
    [InlineData("detail-type", "RDS DB Cluster Snapshot Event")]
    public async Task An_event_that_only_looks_like_one_does_not(string field, string value)
    {
        var other = JsonNode.Parse(Event("RDS-EVENT-0042", Ours).GetRawText())!;
        other[field] = value;
        var sent = JsonSerializer.SerializeToElement(other);
        Assert.False(EventBridgePattern.Matches(await PatternAsync("production"), sent));
    }

    [Theory]
    [MemberData(nameof(Plans.Environments), MemberType = typeof(Plans))]
    public async Task Each_environment_hears_of_its_own_snapshots_only(string environment)
    {
        var pattern = await PatternAsync(environment);
        Assert.All(Plans.Environments, other =>
        {
            var happened = Event("RDS-EVENT-0042", $"notejam-{other.Data}-20261122");
            Assert.Equal(other.Data == environment, EventBridgePattern.Matches(pattern, happened));
        });
    }

    [Fact]
    public async Task A_pattern_on_the_category_would_start_an_export_too_early()
    {
        var pattern = JsonNode.Parse((await PatternAsync("production")).GetRawText())!;
        pattern["detail"] = new JsonObject
        {
            ["EventCategories"] = new JsonArray("creation"),
            ["SourceType"] = new JsonArray("SNAPSHOT"),
        };
        var onTheCategory = JsonSerializer.SerializeToElement(pattern);
        Assert.True(EventBridgePattern.Matches(onTheCategory, Event("RDS-EVENT-0040", Ours)));
    }

    async Task<JsonElement> PatternAsync(string environment)
    {
        var plan = await plans.ForAsync(environment);
        var rule = plan["aws_cloudwatch_event_rule.this[\"export\"]"];
        return JsonSerializer.Deserialize<JsonElement>(rule.Text("event_pattern")!);
    }

    /// <summary>
    /// As RDS sends it (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-cloudwatch-events.sample.html).
    /// </summary>
    static JsonElement Event(string id, string snapshot) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["version"] = "0",
            ["detail-type"] = "RDS DB Snapshot Event",
            ["source"] = "aws.rds",
            ["account"] = "123456789012",
            ["region"] = "eu-central-1",
            ["detail"] = new
            {
                EventCategories = new[] { "creation" },
                SourceType = "SNAPSHOT",
                SourceArn = $"arn:aws:rds:eu-central-1:123456789012:snapshot:{snapshot}",
                Message = "Manual snapshot created",
                SourceIdentifier = snapshot,
                EventID = id,
            },
        });
}
