namespace Notejam.Tests.Monitoring;

public sealed class PromQlTests
{
    [Theory]
    [InlineData(
        "sum by (job, le) (rate(a_total{job=\"b\",c=~\"d e\"}[5m])) / on (job) group_left (x) b:c:d > 0.5",
        "a_total", "b:c:d")]
    [InlineData("histogram_quantile(0.99, a_bucket) or 0 * vector(1) # comment", "a_bucket")]
    [InlineData("absent(up == 1) and 5e3 < inf unless a offset 5m", "up", "a")]
    public void Names_are_found_in_queries(string query, params string[] names) =>
        Assert.Equal(names, PromQl.Names(query));
}
