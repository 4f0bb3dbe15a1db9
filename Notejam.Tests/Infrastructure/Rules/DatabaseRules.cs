using System.Globalization;
using System.Text.Json.Nodes;
using Notejam.Tests.Hosting;
using static Notejam.Tests.Infrastructure.Rules.PlanMutations;
using static Notejam.Tests.Infrastructure.Rules.PlanRules;

namespace Notejam.Tests.Infrastructure.Rules;

static class DatabaseRules
{
    const string Instance = "aws_db_instance.this";

    public static readonly Rule<Plan>[] All =
    [
        Database("The database is not public", d => !d.Is("publicly_accessible"))
            .Noticing(Set("the database is public", Instance, "publicly_accessible", true)),
        Database("The database is encrypted", d => d.Is("storage_encrypted") && d.Has("kms_key_id"))
            .Noticing(Set("the database is not encrypted", Instance, "storage_encrypted", false)),
        Database("The database is not deleted by accident", d =>
            d.Is("deletion_protection")
            && !d.Is("skip_final_snapshot")
            && !d.Is("delete_automated_backups"))
            .Noticing(
                Set("the database is not protected", Instance, "deletion_protection", false),
                Set("the database goes without a snapshot", Instance, "skip_final_snapshot", true)),
        Database("The last 35 days can be restored to the minute", d => d.Number("backup_retention_period") == 35)
            .Noticing(Set("there is no point in time", Instance, "backup_retention_period", 0)),
        Database("Backup and maintenance leave midnight to the snapshot", d =>
            !d.Text("backup_window")!.StartsWith("00", StringComparison.Ordinal)
            && !d.Text("maintenance_window")!.Contains(":00:", StringComparison.Ordinal))
            .Noticing(Set("the backup is at midnight", Instance, "backup_window", "00:00-00:30")),
        Database("The password is AWS's secret", d => d.Is("manage_master_user_password") && !d.Has("password"))
            .Noticing(Set("the password is in the state", Instance, "password", "secret")),
        Database("Logs leave the database", d => d.Values["enabled_cloudwatch_logs_exports"] is JsonArray { Count: 2 })
            .Noticing(Set("logs stay on the instance", Instance, "enabled_cloudwatch_logs_exports", new JsonArray())),
        Database("Nobody pays for extended support", d =>
            d.Text("engine_lifecycle_support") == "open-source-rds-extended-support-disabled")
            .Noticing(
                Set("support is extended", Instance, "engine_lifecycle_support", "open-source-rds-extended-support")),
        None("Production has a standby in another zone", plan => VpcRules.Production(plan)
            ? plan.Of("aws_db_instance").Where(d => !d.Is("multi_az")).Select(d => d.Address)
            : [])
            .Noticing(Set("production has one zone", Instance, "multi_az", false)),
        Each("The database speaks TLS only", "aws_db_parameter_group", g => Parameter(g, "rds.force_ssl") == "1")
            .Noticing(
                Change("passwords go in clear", "aws_db_parameter_group.this",
                    g => Parameter(g, "rds.force_ssl")["value"] = "0")),
        Is("Every pod of a rolling update gets its connections", plan =>
            (12 + 3) * (double)plan.Variable("pool_size") + 10 <= 0.8 * MaxConnections(plan))
            .Noticing(
                Change("the pool is too large", "aws_db_parameter_group.this",
                    g => Parameter(g, "max_connections")["value"] = "387")),
    ];

    static Rule<Plan> Database(string name, Func<PlannedResource, bool> holds) => Each(name, "aws_db_instance", holds);

    static double MaxConnections(Plan plan)
    {
        var number = Parameter(plan["aws_db_parameter_group.this"], "max_connections") ?? "0";
        return double.Parse(number, CultureInfo.InvariantCulture);
    }

    static string? Parameter(PlannedResource group, string name)
    {
        var parameter = group.Values["parameter"]!.AsArray().SingleOrDefault(p => (string?)p!["name"] == name);
        return (string?)parameter?["value"];
    }

    static JsonNode Parameter(JsonObject group, string name) =>
        group["parameter"]!.AsArray().Single(p => (string?)p!["name"] == name)!;
}
