using Microsoft.Extensions.Configuration;
using Notejam.Backup;
using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Worker;

/// <summary>Days of the worker, in seconds.</summary>
public sealed class BackupWorkerTests(Postgres postgres) : IAsyncLifetime
{
    readonly WorkerClock time = new();
    BackupSite site = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = new BackupSite(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync()
    {
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_a_backup_one_is_made_at_once_and_then_one_each_midnight()
    {
        await using var running = await StartAsync();
        await BackupsAsync("2026-11-25T150000");
        await time.PassAsync(TimeSpan.FromHours(9));
        await BackupsAsync("2026-11-26T000000", "2026-11-25T150000");
        await time.PassAsync(TimeSpan.FromDays(1));
        await BackupsAsync("2026-11-27T000000", "2026-11-26T000000", "2026-11-25T150000");
    }

    [Fact]
    public async Task After_a_stop_over_midnight_a_backup_is_made_at_the_start_and_otherwise_at_the_next_midnight()
    {
        site.Clock.Set(time.GetUtcNow().AddHours(-16));
        var earlier = Second((await site.TakeAsync()).Name);
        await using (await StartAsync()) await BackupsAsync("2026-11-25T150000", earlier);
        time.Advance(TimeSpan.FromHours(1));
        await using var again = await StartAsync();
        await time.PassAsync(TimeSpan.FromHours(8));
        await BackupsAsync("2026-11-26T000000", "2026-11-25T150000", earlier);
    }

    [Fact]
    public async Task If_the_newest_backup_turns_out_bad_another_is_made_at_once()
    {
        site.Clock.Set(time.GetUtcNow().AddHours(-1));
        var bad = await site.TakeAsync();
        site.FlipByte(bad, 100);
        await using var running = await StartAsync();
        await BackupsAsync("2026-11-25T150000", Second(bad.Name));
    }

    [Fact]
    public async Task A_backup_of_the_future_neither_counts_nor_holds_the_next_ones_up()
    {
        site.Clock.Set(time.GetUtcNow().AddYears(3));
        var future = Second((await site.TakeAsync()).Name);
        await using var running = await StartAsync();
        await BackupsAsync(future, "2026-11-25T150000");
        await time.PassAsync(TimeSpan.FromHours(9));
        await BackupsAsync(future, "2026-11-26T000000", "2026-11-25T150000");
    }

    /// <summary>
    /// In hours from now: when the newest by its name was taken, and what it says itself. A good one of an hour ago is
    /// beside it.
    /// </summary>
    [Theory]
    [InlineData(2 * 8766, 2 * 8766)]
    [InlineData(-2, -2)]
    [InlineData(-0.5, -100)]
    public async Task Beside_a_good_backup_a_strange_one_neither_brings_the_next_day_forward_nor_puts_it_off(
        double named, double taken)
    {
        var now = time.GetUtcNow();
        site.Clock.Set(now.AddHours(taken));
        var strange = (await site.TakeAsync()).Name;
        var name = named == taken ? strange : BackupName.Of(now.AddHours(named));
        if (name != strange) Directory.Move(Path.Combine(site.Folder, strange), Path.Combine(site.Folder, name));
        site.Clock.Set(now.AddHours(-1));
        var good = Second((await site.TakeAsync()).Name);
        await using var running = await StartAsync();
        await Until.TrueAsync(() => running.Age() is { } age && TimeSpan.FromSeconds(age) >= TimeSpan.FromMinutes(59));
        await time.PassAsync(TimeSpan.FromHours(8.9));
        await time.PassAsync(TimeSpan.FromHours(0.1));
        string[] all = ["2026-11-26T000000", good, Second(name)];
        await BackupsAsync([.. all.OrderDescending(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_a_minute_and_does_not_end_the_worker()
    {
        await File.WriteAllTextAsync(site.Folder, "in the way", Cancel);
        await using var running = await StartAsync();
        await running.CountAsync("failed", 1);
        await time.PassAsync(TimeSpan.FromMinutes(1));
        await running.CountAsync("failed", 2);
        File.Delete(site.Folder);
        await time.PassAsync(TimeSpan.FromMinutes(2));
        await running.CountAsync("succeeded", 1);
        await BackupsAsync("2026-11-25T150300");
    }

    [Fact]
    public async Task The_age_is_that_of_the_newest_backup_that_was_proved_good()
    {
        site.Clock.Set(time.GetUtcNow().AddHours(-2));
        var good = await site.TakeAsync();
        await using var running = await StartAsync();
        await time.PassAsync(TimeSpan.FromHours(3));
        await running.AgeAsync(time.GetUtcNow() - good.Manifest.TakenAt);
    }

    [Fact]
    public async Task Without_a_good_backup_there_is_no_age()
    {
        await File.WriteAllTextAsync(site.Folder, "in the way", Cancel);
        await using var running = await StartAsync();
        await running.CountAsync("failed", 1);
        Assert.Null(running.Age());
    }

    async Task<RunningWorker> StartAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:notejam"] = site.Connection,
            ["Backup:Store"] = site.Folder,
            // By the clock of others on this server its scratch database is days old, and they would drop it.
            ["Backup:Drill"] = "false",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return await RunningWorker.StartAsync(new BackupResources(configuration, "Production"), time);
    }

    /// <summary>The clock by which the site takes backups goes on.</summary>
    static string Second(string name) => name.Split('.')[0];

    Task BackupsAsync(params string[] names) => Until.TrueAsync(async () =>
    {
        var found = (await site.Catalog.NamesAsync(Cancel)).Select(Second).ToList();
        Assert.True(found.Count <= names.Length, string.Join(", ", found));
        return found.SequenceEqual(names);
    });
}
