using System.Globalization;
using System.Text.Json.Nodes;
using Notejam.Tests.Models;

namespace Notejam.Tests.Infrastructure;

/// <summary>Three years of backups by the planned rules, in the bucket and in its copy in the other region.</summary>
public sealed class LifecycleTests(Plans plans)
{
    static readonly DateTimeOffset FirstDay = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    static readonly DateTimeOffset[] Moments =
    [
        .. from day in Enumerable.Range(0, 1461) // four years, so that every span with and without a leap day is there
           from time in new[] { "00:00:00", "00:00:01", "12:00:00", "23:59:59" }
           select FirstDay.AddDays(day) + TimeSpan.Parse(time, CultureInfo.InvariantCulture),
    ];

    public static MatrixTheoryData<string, string, string> Places => new(
        ["development", "staging", "production"],
        ["backups", "replica"],
        ["exports/notejam-1/part.gz.parquet", "dumps/20261122T000000Z/dump", "manifest"]);

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nothing_is_hidden_before_three_years_and_nothing_is_left_after_day_1128(
        string environment, string bucket, string key)
    {
        var lifecycle = await ReadAsync(environment, bucket);
        Assert.All(Moments, written =>
        {
            var hidden = lifecycle.Hidden(key, written);
            Assert.True(hidden >= written.AddDays(1096));
            Assert.True(hidden >= written.AddYears(3));
            Assert.True(lifecycle.Gone(key, written) <= written.AddDays(1096 + 30 + 2));
        });
        Assert.True(lifecycle.RemovesMarkers(key));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_version_that_was_replaced_is_gone_after_a_month_and_an_upload_that_was_given_up_after_a_week(
        string environment, string bucket, string key)
    {
        var lifecycle = await ReadAsync(environment, bucket);
        Assert.All(Moments, moment =>
        {
            Assert.InRange(lifecycle.Replaced(key, moment)!.Value, moment.AddDays(30), moment.AddDays(31));
            Assert.InRange(lifecycle.Aborted(key, moment)!.Value, moment.AddDays(7), moment.AddDays(8));
        });
    }

    [Fact]
    public async Task With_1095_days_a_leap_day_would_cost_the_last_day_of_the_third_year()
    {
        var lifecycle = await ReadAsync("production", "backups", rules =>
            rules[0]!["expiration"]![0]!["days"] = JsonNode.Parse("1095"));
        Assert.Contains(Moments, written => lifecycle.Hidden("dumps/x", written) < written.AddYears(3));
    }

    [Fact]
    public async Task Without_the_rule_for_versions_everything_would_be_kept_for_ever()
    {
        var lifecycle = await ReadAsync("production", "backups", rules => rules[1]!["status"] = "Disabled");
        Assert.Null(lifecycle.Gone("dumps/x", Moments[0]));
        Assert.Null(lifecycle.Aborted("dumps/x", Moments[0]));
    }

    [Fact]
    public async Task A_rule_with_a_prefix_would_leave_the_rest_for_ever()
    {
        var lifecycle = await ReadAsync("production", "backups", rules =>
            rules[0]!["filter"]![0]!["prefix"] = "exports/");
        Assert.NotNull(lifecycle.Hidden("exports/x", Moments[0]));
        Assert.Null(lifecycle.Hidden("dumps/x", Moments[0]));
    }

    async Task<S3Lifecycle> ReadAsync(string environment, string bucket, Action<JsonArray>? change = null)
    {
        var plan = await plans.ForAsync(environment);
        var address = $"module.{bucket}.aws_s3_bucket_lifecycle_configuration.this";
        if (change is not null) plan = plan.With(address, values => change(values["rule"]!.AsArray()));
        return new(plan[address].Values["rule"]!.AsArray());
    }
}
