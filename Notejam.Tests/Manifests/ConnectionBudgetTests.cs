using System.Globalization;
using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

/// <summary>
/// All pods of a rolling update at the autoscaler's maximum, and ten others, leave a fifth of the database's
/// connections.
/// </summary>
public sealed class ConnectionBudgetTests
{
    const int Others = 10;

    public static TheoryData<string> Environments => [.. Cluster.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task The_pools_of_all_pods_fit_into_the_database(string environment)
    {
        var pods = await MostPodsAsync();
        var pool = Number(environment, "pool_size");
        var connections = Number(environment, "max_connections");
        Assert.True(Fits(pods, pool, connections), $"{pods} x {pool} + {Others} > 80 % of {connections}");
    }

    [Theory]
    [InlineData(15, 21, 400)]
    [InlineData(16, 20, 400)]
    [InlineData(15, 20, 387)]
    public void More_pods_or_connections_or_a_smaller_database_do_not_fit(int pods, int pool, int connections) =>
        Assert.False(Fits(pods, pool, connections));

    [Fact]
    public async Task Terraform_counts_the_same_pods()
    {
        var database = Read("infrastructure", "terraform", "database.tf");
        var counted = Regex.Match(database, @"web_pods = (\d+) \+ (\d+)").Groups.Values.Skip(1);
        var pods = counted.Sum(g => int.Parse(g.Value, CultureInfo.InvariantCulture));
        Assert.Equal(await MostPodsAsync(), pods);
    }

    /// <summary>
    /// The connection string is a secret, so what is asked is whether whoever makes it is told the number.
    /// </summary>
    [Fact]
    public void The_connection_string_is_made_with_the_pool_that_was_counted()
    {
        var commands = Read("docs", "runbooks", "secrets.md");
        Assert.Contains("pool=$(terraform output -raw pool_size)", commands, StringComparison.Ordinal);
        Assert.Matches(@"create secret generic web-secrets .*;Maximum Pool Size=\$pool""", commands);
        var outputs = Read("infrastructure", "terraform", "outputs.tf");
        Assert.Matches(@"output ""pool_size"" \{\s+value = var\.pool_size", outputs);
    }

    static bool Fits(int pods, int pool, int connections) => pods * pool + Others <= 0.8 * connections;

    static async Task<int> MostPodsAsync()
    {
        var production = await Cluster.RenderAsync("production");
        return production.Most(production.Workloads.Single(w => w.Name == "Deployment/web"));
    }

    static int Number(string environment, string name)
    {
        var variables = Read("infrastructure", "terraform", "environments", $"{environment}.tfvars");
        var value = Regex.Match(variables, $@"(?m)^{name}\s*=\s*(\d+)$").Groups[1].Value;
        return int.Parse(value, CultureInfo.InvariantCulture);
    }

    static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));
}
