using System.Diagnostics.Metrics;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

public sealed class RandomExpositionTests
{
    /// <summary>Fewer than the 1,000 that the SDK keeps.</summary>
    const int Metrics = 900, Rounds = 12;

    static readonly string[] Units = ["", "1", "s", "ms", "By", "By/s", "{thing}", "%", "furlong", "m/s"];
    static readonly string[] Odd =
    [
        "a", "Z", "0", "_", ".", "-", "/", "é", "✓", "𝄞",
        "\\", "\"", "\n", "\r", "\t", "\0", " ", "{", "}", "=", ",", "#", "\ud800",
    ];

    [Fact]
    public async Task Whatever_is_measured_promtool_reads_it()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        Action<Meter> fill = m => Fill(m, random);
        for (var round = 0; round < Rounds; round++)
        {
            var text = await Exposition.OfAsync(Exposition.Plain, fill, fill, fill);
            var metrics = text.Split('\n').Count(l => l.StartsWith("# TYPE", StringComparison.Ordinal));
            Assert.True(metrics > Metrics / 3, $"seed {seed}: few metrics came out");
            var (exit, output) = await Tool.RunAsync("promtool", text, "check", "metrics");
            // 3 is a matter of style, such as no help text; 1 is text that cannot be read.
            Assert.True(exit is 0 or 3, $"seed {seed}, round {round}: {output}");
        }
    }

    [Fact]
    public async Task What_promtool_cannot_read_is_noticed()
    {
        var quote = KeyValuePair.Create<string, object?>("a", "\"");
        var text = await Exposition.OfAsync(Exposition.Plain, m => m.CreateGauge<int>("foo").Record(1, quote));
        var broken = text.Replace("\\\"", "\"", StringComparison.Ordinal);
        Assert.Equal(1, (await Tool.RunAsync("promtool", broken, "check", "metrics")).Exit);
    }

    static void Fill(Meter meter, Random random)
    {
        for (var i = 0; i < Metrics / 3; i++)
        {
            // Names come again with another type, unit or help; a few end alike.
            var name = $"n{random.Next(800)}{Pick(random, ["", ".total", ".bytes", "-x", "/x", "._x"])}";
            var (unit, help) = (Pick(random, Units), Text(random));
            var tags = Enumerable.Range(0, random.Next(4))
                .Select(_ => KeyValuePair.Create<string, object?>($"t{Text(random)}", Text(random)))
                .DistinctBy(t => t.Key)
                .ToArray();
            var value = random.Next(6) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                2 => 0,
                _ => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
            };
            switch (random.Next(4))
            {
                case 0: meter.CreateCounter<double>(name, unit, help).Add(value, tags); break;
                case 1: meter.CreateUpDownCounter<double>(name, unit, help).Add(-value, tags); break;
                case 2: meter.CreateGauge<double>(name, unit, help).Record(value, tags); break;
                default: meter.CreateHistogram<double>(name, unit, help).Record(value, tags); break;
            }
        }
    }

    static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Pick(random, Odd)));

    static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
