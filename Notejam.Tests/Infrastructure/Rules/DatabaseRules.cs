using System.Globalization;
using System.Text.Json.Nodes;

namespace Notejam.Tests.Infrastructure.Rules;

static class DatabaseRules
{
    public static readonly Rule[] All =
    [
        Database("The database is not public", d => !d.Is("publicly_accessible")),
        Database("The database is encrypted", d => d.Is("storage_encrypted") && d.Has("kms_key_id")),
        Database("The database is not deleted by accident", d =>
            d.Is("deletion_protection")
            && !d.Is("skip_final_snapshot")
            && !d.Is("delete_automated_backups")),
        Database("The last 35 days can be restored to the minute", d => d.Number("backup_retention_period") == 35),
        Database("Backup and maintenance leave midnight to the snapshot", d =>
            !d.Text("backup_window")!.StartsWith("00", StringComparison.Ordinal)
            && !d.Text("maintenance_window")!.Contains(":00:", StringComparison.Ordinal)),
        Database("The password is AWS's secret", d => d.Is("manage_master_user_password") && !d.Has("password")),
        Database("Logs leave the database", d => d.Values["enabled_cloudwatch_logs_exports"] is JsonArray { Count: 2 }),
        Database("Nobody pays for extended support", d =>
            d.Text("engine_lifecycle_support") == "open-source-rds-extended-support-disabled"),
        new("Production has a standby in another zone", plan => NetworkRules.Production(plan)
            ? plan.Of("aws_db_instance").Where(d => !d.Is("multi_az")).Select(d => d.Address)
            : []),
        Rule.Each("The database speaks TLS only", "aws_db_parameter_group", g => Parameter(g, "rds.force_ssl") == "1"),
        Rule.Is("Every pod of a rolling update gets its connections", plan =>
            (12 + 3) * (double)plan.Variable("pool_size") + 10 <= 0.8 * MaxConnections(plan)),
    ];

    static Rule Database(string name, Func<PlannedResource, bool> holds) => Rule.Each(name, "aws_db_instance", holds);

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
}
