using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

public sealed class PruneTests(Postgres postgres) : IAsyncLifetime
{
    static readonly DateTimeOffset Today = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    BackupSite site = null!;

    public async ValueTask InitializeAsync() => site = new BackupSite(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync()
    {
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Backups_older_than_the_retention_go_and_younger_ones_stay()
    {
        var old = await TakenAsync(daysAgo: 1096.1);
        var kept = await TakenAsync(daysAgo: 1095.9);
        var newest = await TakenAsync(daysAgo: 1);
        Assert.Equal([old.Name], await site.PruneAsync());
        Assert.Equal([newest.Name, kept.Name], await site.Catalog.NamesAsync(TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Path.Combine(site.Folder, old.Name)));
    }

    [Fact]
    public async Task The_newest_backup_stays_however_old_it_is()
    {
        var (older, old) = (await TakenAsync(daysAgo: 2001), await TakenAsync(daysAgo: 2000));
        Assert.Equal([older.Name], await site.PruneAsync());
        await site.VerifyAsync(old);
    }

    [Fact]
    public async Task An_old_backup_stays_if_every_newer_one_is_bad()
    {
        var older = await TakenAsync(daysAgo: 2001);
        var good = await TakenAsync(daysAgo: 2000);
        var bad = await TakenAsync(daysAgo: 1);
        site.FlipByte(bad, 100);
        Assert.Equal([older.Name], await site.PruneAsync());
        await site.VerifyAsync(good);
    }

    [Fact]
    public async Task If_none_is_good_none_goes()
    {
        foreach (var daysAgo in new[] { 2001, 2000 }) site.FlipByte(await TakenAsync(daysAgo), 100);
        var bad = await Assert.ThrowsAsync<BadBackupException>(site.PruneAsync);
        var told = $"No backup in {site.Folder} is good, so none is removed. Make one: Notejam.Backup backup";
        Assert.Equal(told, bad.Message);
        Assert.Equal(2, (await site.Catalog.NamesAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task What_an_interrupted_backup_left_goes_after_a_day_and_what_is_not_ours_stays()
    {
        var recent = Remains("2029-12-31T120000.000Z", Today.AddHours(-12));
        var abandoned = Remains("2029-12-30T000000.000Z", Today.AddHours(-30));
        var foreign = Remains("my photos", Today.AddDays(-3000));
        site.Clock.Set(Today);
        Assert.Equal([abandoned], await site.PruneAsync());
        Assert.Equal([recent, foreign], Directory.GetDirectories(site.Folder).Select(Path.GetFileName).Order());
    }

    async Task<StoredBackup> TakenAsync(double daysAgo)
    {
        site.Clock.Set(Today.AddDays(-daysAgo));
        var backup = await site.TakeAsync();
        site.Clock.Set(Today);
        return backup;
    }

    string Remains(string name, DateTimeOffset changed)
    {
        var folder = Directory.CreateDirectory(Path.Combine(site.Folder, name)).FullName;
        var dump = Path.Combine(folder, "dump.partial");
        File.WriteAllText(dump, "half");
        File.SetLastWriteTimeUtc(dump, changed.UtcDateTime);
        Directory.SetLastWriteTimeUtc(folder, changed.UtcDateTime);
        return name;
    }
}
