using Notejam.Tests.Hosting;

namespace Notejam.Tests.Monitoring;

public sealed class AlertRuleTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Alerts =>
        [.. MonitoringFiles.Rules.Where(r => r.Alert is not null).Select(r => r.Alert!).Distinct()];

    public static TheoryData<string> RuleTests =>
        [.. MonitoringFiles.RuleTestPaths.Select(p => Path.GetRelativePath(Repository.Root, p))];

    [Theory]
    [InlineData("promtool", "check", "config", "laptop.yml")]
    [InlineData("amtool", "check-config", "alertmanager.yml")]
    public async Task A_configuration_is_valid(string tool, params string[] arguments)
    {
        var file = Path.Combine(MonitoringFiles.Folder, arguments[^1]);
        var (exit, output) = await Tool.RunAsync(tool, "", [.. arguments[..^1], file]);
        Assert.True(exit == 0, output);
    }

    /// <summary>
    /// Debian builds Prometheus without the discovery of Kubernetes, so that one line is taken for another here.
    /// </summary>
    [Fact]
    public async Task The_configuration_of_the_cluster_is_valid()
    {
        const string OfCluster = "kubernetes_sd_configs: [{role: pod, namespaces: {names: [notejam]}}]";
        const string OfDebian = "static_configs: [{targets: [pod]}]";
        var folder = Directory.CreateTempSubdirectory("notejam-config-").FullName;
        var copies = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
        foreach (var rules in MonitoringFiles.RulePaths)
            File.Copy(rules, Path.Combine(copies, Path.GetFileName(rules)));
        var config = await File.ReadAllTextAsync(Path.Combine(MonitoringFiles.Folder, "prometheus.yml"), Cancel);
        var path = Path.Combine(folder, "prometheus.yml");
        var readable = config.Replace(OfCluster, OfDebian, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, readable, Cancel);
        var (exit, output) = await Tool.RunAsync("promtool", "", "check", "config", path);
        Directory.Delete(folder, recursive: true);
        Assert.True(exit == 0, output);
    }

    [Theory]
    [MemberData(nameof(RuleTests))]
    public async Task The_rules_fire_and_stay_silent_as_told(string file)
    {
        var (exit, output) = await Tool.RunAsync("promtool", "", "test", "rules", file);
        Assert.True(exit == 0, output);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_is_silent(string alert)
    {
        var cases = MonitoringFiles.AlertCases.Where(c => c.Alertname == alert).ToList();
        Assert.Contains(cases, c => c.ExpAlerts.Count > 0);
        Assert.Contains(cases, c => c.ExpAlerts.Count == 0);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Every_alert_says_how_urgent_it_is_what_is_wrong_and_where_its_runbook_is(string alert)
    {
        var list = File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks", "README.md"));
        foreach (var rule in MonitoringFiles.Rules.Where(r => r.Alert == alert))
        {
            Assert.Contains(rule.Labels["severity"], new[] { "page", "ticket", "none" });
            Assert.NotEmpty(rule.Annotations["summary"]);
            Assert.NotEmpty(rule.Annotations["description"]);
            var runbook = File.ReadAllText(Path.Combine(Repository.Root, rule.Annotations["runbook"]));
            Assert.Contains(alert, runbook, StringComparison.Ordinal);
            Assert.Contains(alert, list, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pager", "severity=page", "alertname=WebDown")]
    [InlineData("tickets", "severity=ticket", "alertname=LoadShed")]
    [InlineData("heartbeat", "severity=none", "alertname=Watchdog")]
    public async Task An_alert_goes_to_who_must_know(string receiver, params string[] labels)
    {
        var config = Path.Combine(MonitoringFiles.Folder, "alertmanager.yml");
        var (exit, output) = await Tool.RunAsync("amtool", "",
            ["config", "routes", "test", $"--config.file={config}", $"--verify.receivers={receiver}", .. labels]);
        Assert.True(exit == 0, output);
    }
}
