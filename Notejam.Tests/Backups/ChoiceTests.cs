using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>
/// Which backup each verb takes when a clock was wrong or a folder was renamed: the last that can be true, with a word
/// about what was passed over, or the one that is named.
/// </summary>
public sealed class ChoiceTests(Postgres postgres) : IAsyncLifetime
{
    const string Future = "is of the future by the clock of this machine, and is passed over";

    const string Renamed = "so it was renamed. It is passed over";

    BackupSite site = null!;

    public async ValueTask InitializeAsync() => site = new BackupSite(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync()
    {
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// In hours from now: when backups were taken by their clocks, what the first of them was renamed to, and which is
    /// taken.
    /// </summary>
    [Theory]
    [InlineData(new[] { -3.0, -1.0 }, null, -1.0, "")]
    [InlineData(new[] { 2 * 8766.0, -1.0 }, null, -1.0, Future)]
    [InlineData(new[] { 2.0, -1.0 }, null, -1.0, Future)]
    [InlineData(new[] { 0.05, -1.0 }, null, 0.05, "")]
    [InlineData(new[] { -3.0, -1.0, -2.0 }, null, -1.0, "")]
    [InlineData(new[] { -100.0, -1.0 }, -0.5, -1.0, Renamed)]
    [InlineData(new[] { 2 * 8766.0, -1.0 }, -0.5, -1.0, Renamed)]
    [InlineData(new[] { -0.5, -1.0 }, -100.0, -1.0, "")]
    public async Task Every_verb_takes_the_same(double[] taken, double? renamed, double chosen, string warning)
    {
        var now = TimeProvider.System.GetUtcNow();
        var backups = new Dictionary<double, string>();
        foreach (var hours in taken) backups[hours] = await TakeAsync(now.AddHours(hours));
        if (renamed is { } hour) backups[taken[0]] = Rename(backups[taken[0]], now.AddHours(hour));

        string[] verbs = ["verify", "drill", "restore", "restore --user person1@example.org --output notes.zip"];
        foreach (var verb in verbs)
        {
            var (exit, output, errors) = await RunAsync(verb.Replace("notes.zip", Archive, StringComparison.Ordinal));
            Assert.True(exit == 0, $"{verb}: {errors}");
            Assert.Contains(backups[chosen], output, StringComparison.Ordinal);
            Assert.Contains(warning, errors, StringComparison.Ordinal);
            Assert.Equal(warning.Length > 0, errors.Contains("passed over", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(2 * 8766.0, null, "is of the future by the clock of this machine.")]
    [InlineData(-100.0, -0.5, "so it was renamed.")]
    public async Task What_is_passed_over_can_be_named(double taken, double? renamed, string warning)
    {
        var now = TimeProvider.System.GetUtcNow();
        var name = await TakeAsync(now.AddHours(taken));
        if (renamed is { } hour) name = Rename(name, now.AddHours(hour));
        var alone = await RunAsync("verify");
        Assert.Equal((2, ""), (alone.Exit, alone.Output));
        Assert.Contains($"--backup {name}", alone.Errors, StringComparison.Ordinal);
        const string passed = "was passed over. Name the one that you mean with --backup";
        Assert.Contains(passed, alone.Errors, StringComparison.Ordinal);

        var (exit, output, errors) = await RunAsync($"verify --backup {name}");
        Assert.True(exit == 0, errors);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains(warning, errors, StringComparison.Ordinal);
        Assert.Contains(warning, (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_renamed_to_be_old_is_not_pruned()
    {
        var now = TimeProvider.System.GetUtcNow();
        await TakeAsync(now.AddHours(-2));
        var renamed = Rename(await TakeAsync(now.AddHours(-1)), now.AddYears(-4));
        var old = await TakeAsync(now.AddYears(-5));
        var (exit, output, errors) = await RunAsync("prune");
        Assert.True(exit == 0, errors);
        Assert.Equal($"{old} is removed.\n1 removed.", output);
        Assert.Contains($"{renamed} says that it was taken at ", errors, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(site.Folder, renamed)));
    }

    string Archive => Path.Combine(Path.GetDirectoryName(site.Folder)!, "notes.zip");

    async Task<string> TakeAsync(DateTimeOffset at)
    {
        if (!Directory.Exists(site.Folder)) await BackupSite.FillAsync(site.Connection, people: 2, notes: 10);
        site.Clock.Set(at);
        return (await site.TakeAsync()).Name;
    }

    string Rename(string name, DateTimeOffset to)
    {
        Directory.Move(Path.Combine(site.Folder, name), Path.Combine(site.Folder, BackupName.Of(to)));
        return BackupName.Of(to);
    }

    async Task<(int Exit, string Output, string Errors)> RunAsync(string verb)
    {
        var connection = verb == "restore" ? await postgres.CreateEmptyDatabaseAsync() : site.Connection;
        return await BackupProcess.RunAsync(new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = connection,
            ["Backup__Store"] = site.Folder,
        }, verb.Split(' '));
    }
}
