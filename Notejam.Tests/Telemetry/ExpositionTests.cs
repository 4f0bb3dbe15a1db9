using System.Diagnostics.Metrics;

namespace Notejam.Tests.Telemetry;

/// <summary>
/// What dashboards and alerts rely on: how instruments become Prometheus' text format 0.0.4. The exporter is a
/// library's beta (docs/decisions/004); a version that changes one of these lines is noticed here and not at night.
/// </summary>
public sealed class ExpositionTests
{
    [Theory]
    // names
    [InlineData("counter", "foo", "", "foo_total")]
    [InlineData("counter", "foo.total", "", "foo_total")]
    [InlineData("counter", "foo_total", "", "foo_total")]
    [InlineData("counter", "foo.bar", "", "foo_bar_total")]
    [InlineData("counter", "foo-bar/baz", "", "foo_bar_baz_total")]
    [InlineData("counter", "foo..-bar", "", "foo_bar_total")]
    [InlineData("counter", "foo__bar", "", "foo_bar_total")]
    [InlineData("counter", "Foo.Bar", "", "Foo_Bar_total")]
    [InlineData("updown", "foo.bar", "", "foo_bar")]
    [InlineData("gauge", "foo.bar", "", "foo_bar")]
    // units come before the type's suffix, and not twice
    [InlineData("counter", "foo", "By", "foo_bytes_total")]
    [InlineData("counter", "foo.bytes", "By", "foo_bytes_total")]
    [InlineData("counter", "foo.time", "s", "foo_time_seconds_total")]
    [InlineData("gauge", "foo.seconds", "s", "foo_seconds")]
    [InlineData("gauge", "foo", "ms", "foo_milliseconds")]
    [InlineData("gauge", "foo", "us", "foo_microseconds")]
    [InlineData("gauge", "foo", "ns", "foo_nanoseconds")]
    [InlineData("gauge", "foo", "min", "foo_minutes")]
    [InlineData("gauge", "foo", "h", "foo_hours")]
    [InlineData("gauge", "foo", "d", "foo_days")]
    [InlineData("gauge", "foo", "KiBy", "foo_kibibytes")]
    [InlineData("gauge", "foo", "MiBy", "foo_mebibytes")]
    [InlineData("gauge", "foo", "GiBy", "foo_gibibytes")]
    [InlineData("gauge", "foo", "MBy", "foo_megabytes")]
    [InlineData("gauge", "foo", "GBy", "foo_gigabytes")]
    [InlineData("gauge", "foo", "m", "foo_meters")]
    [InlineData("gauge", "foo", "V", "foo_volts")]
    [InlineData("gauge", "foo", "Cel", "foo_celsius")]
    [InlineData("gauge", "foo", "Hz", "foo_hertz")]
    [InlineData("gauge", "foo", "%", "foo_percent")]
    [InlineData("gauge", "foo", "By/s", "foo_bytes_per_second")]
    [InlineData("updown", "foo", "{request}", "foo")]
    [InlineData("counter", "foo", "{request}", "foo_total")]
    [InlineData("gauge", "foo", "1", "foo")]
    public async Task An_instrument_has_this_name(string kind, string name, string unit, string expected)
    {
        var lines = await Exposition.LinesAsync("foo", Measure(kind, name, unit, 3));
        if (lines.Length == 0) lines = await Exposition.LinesAsync("Foo", Measure(kind, name, unit, 3));
        var type = kind == "counter" ? "counter" : "gauge";
        Assert.Equal([$"# TYPE {expected} {type}", $"# HELP {expected} Some help.", $"{expected} 3"], lines);
    }

    [Theory]
    [InlineData(0.005, "0.005")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public async Task A_value_is_written_so_that_it_reads_back_as_the_same(double value, string expected) =>
        Assert.Equal($"foo {expected}", (await Exposition.LinesAsync("foo", Measure("gauge", "foo", "", value)))[^1]);

    [Theory]
    [InlineData("a", "plain", "a=\"plain\"")]
    [InlineData("a", "back\\slash", "a=\"back\\\\slash\"")]
    [InlineData("a", "qu\"ote", "a=\"qu\\\"ote\"")]
    [InlineData("a", "line\nend", "a=\"line\\nend\"")]
    [InlineData("a", "ünïcødé ✓ 𝄞", "a=\"ünïcødé ✓ 𝄞\"")]
    [InlineData("a", true, "a=\"true\"")]
    [InlineData("a", 1.5, "a=\"1.5\"")]
    [InlineData("a", 42L, "a=\"42\"")]
    [InlineData("a.b-c", "x", "a_b_c=\"x\"")]
    [InlineData("1a", "x", "_1a=\"x\"")]
    public async Task A_tag_is_written_as_this_label(string tag, object value, string label)
    {
        var tagged = KeyValuePair.Create<string, object?>(tag, value);
        var lines = await Exposition.LinesAsync("foo", m => m.CreateGauge<int>("foo").Record(1, tagged));
        Assert.Equal($"foo{{{label}}} 1", lines[^1]);
    }

    [Fact]
    public async Task Tags_that_become_the_same_label_share_it_in_the_order_of_their_names()
    {
        var lines = await Exposition.LinesAsync("foo", m =>
            m.CreateGauge<int>("foo").Record(1, new("a_b", "2"), new("a.b", "1")));
        Assert.Equal("foo{a_b=\"1;2\"} 1", lines[^1]);
    }

    [Fact]
    public async Task A_help_text_is_escaped()
    {
        var lines = await Exposition.LinesAsync("foo", m =>
            m.CreateGauge<int>("foo", "", "back\\slash and\nline \"end\"").Record(1));
        Assert.Contains(@"# HELP foo back\\slash and\nline ""end""", lines);
    }

    [Fact]
    public async Task A_histogram_counts_upwards_to_infinity()
    {
        var lines = await Exposition.LinesAsync("foo", m =>
        {
            var boundaries = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5] };
            var histogram = m.CreateHistogram("foo", "s", "Some help.", [], boundaries);
            foreach (var value in new[] { 0.05, 0.1, 0.3, 7 }) histogram.Record(value);
        });
        Assert.Equal(
            [
                "# TYPE foo_seconds histogram", "# HELP foo_seconds Some help.",
                "foo_seconds_bucket{le=\"0.1\"} 2", "foo_seconds_bucket{le=\"0.5\"} 3",
                "foo_seconds_bucket{le=\"+Inf\"} 4",
                "foo_seconds_sum 7.45", "foo_seconds_count 4",
            ], lines);
    }

    [Fact]
    public async Task A_tag_of_a_histogram_is_on_every_line_of_it()
    {
        var tag = KeyValuePair.Create<string, object?>("a", "b");
        var lines = await Exposition.LinesAsync("foo_", m => m.CreateHistogram<int>("foo", "s").Record(1, tag));
        Assert.All(lines.Where(l => l[0] != '#'), l => Assert.Contains("a=\"b\"", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_name_in_two_meters_is_one_metric_with_one_help_and_a_series_for_each() =>
        Assert.Equal(["# TYPE foo gauge", "# HELP foo One.", "foo 1", "foo{otel_scope_name=\"1\"} 2"],
            await Exposition.LinesAsync("foo",
                m => m.CreateGauge<int>("foo", "", "One.").Record(1),
                m => m.CreateGauge<int>("foo", "", "Two.").Record(2)));

    [Fact]
    public async Task Names_that_mean_two_types_are_left_out_and_the_rest_stays() =>
        Assert.Equal(["# TYPE foo_fine gauge", "foo_fine 3"], await Exposition.LinesAsync("foo",
            m => m.CreateGauge<int>("foo.fine").Record(3),
            m => m.CreateCounter<int>("foo").Add(1),
            m => m.CreateGauge<int>("foo.total").Record(2)));

    [Fact]
    public async Task The_service_is_named_once_in_target_info()
    {
        var line = Assert.Single(await Exposition.LinesAsync("target_info{", m => m.CreateGauge<int>("foo").Record(1)));
        Assert.Contains("service_name=\"vectors\"", line, StringComparison.Ordinal);
        Assert.EndsWith("} 1", line, StringComparison.Ordinal);
    }

    static Action<Meter> Measure(string kind, string name, string unit, double value) => meter =>
    {
        if (kind == "counter") meter.CreateCounter<double>(name, unit, "Some help.").Add(value);
        else if (kind == "updown") meter.CreateUpDownCounter<double>(name, unit, "Some help.").Add(value);
        else meter.CreateGauge<double>(name, unit, "Some help.").Record(value);
    };
}
