using Notejam.Backup.Backups;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Worker;

/// <summary>kill -9 of the worker while it backs up.</summary>
public sealed class KillTests(Postgres postgres, ITestOutputHelper output)
{
    const int Kills = 50, Seed = 7;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_50_times_at_random_points_the_store_never_lists_a_backup_that_does_not_verify()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        await BackupSite.FillAsync(site.Connection, people: 10, notes: 10_000);
        var random = new Random(Seed);
        var length = await LengthAsync(site);
        var (halves, wholes) = (0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Every tenth when a backup is whole: at random that may not happen where the machine has become slower.
            if (kill % 10 == 9) await KillAsync(site, () => WholeAsync(site));
            else await KillAsync(site, () => Task.Delay(random.NextDouble() * 1.2 * length, Cancel));
            var listed = await site.Catalog.NamesAsync(Cancel);
            foreach (var name in listed) await site.VerifyAsync(await site.Catalog.ReadAsync(name, Cancel));
            halves += Directory.GetDirectories(site.Folder).Length - listed.Count;
            wholes += listed.Count;
            Directory.Delete(site.Folder, recursive: true);
        }
        output.WriteLine($"{halves} kills left a half, {wholes} a whole backup, {Kills - halves - wholes} none");
        Assert.True(halves >= 10 && wholes >= 1, $"The kills hit too little: {halves} halves, {wholes} wholes.");
    }

    /// <summary>How long a worker's backup takes from its first byte to its manifest.</summary>
    static async Task<TimeSpan> LengthAsync(BackupSite site)
    {
        await using var worker = Launch(site);
        await BeginsAsync(site);
        var start = TimeProvider.System.GetTimestamp();
        await WholeAsync(site);
        var length = TimeProvider.System.GetElapsedTime(start);
        worker.Send(ServerProcesses.SigKill);
        await worker.ExitAsync();
        Directory.Delete(site.Folder, recursive: true);
        return length;
    }

    static async Task KillAsync(BackupSite site, Func<Task> moment)
    {
        await using var worker = Launch(site);
        await BeginsAsync(site);
        await moment();
        worker.Send(ServerProcesses.SigKill);
        await worker.ExitAsync();
    }

    static Task BeginsAsync(BackupSite site) => Until.TrueAsync(() => Written(site, "*").Any(), pause: Pause);

    static Task WholeAsync(BackupSite site) =>
        Until.TrueAsync(() => Written(site, BackupCatalog.ManifestFile).Any(), pause: Pause);

    static IEnumerable<string> Written(BackupSite site, string name) =>
        Directory.EnumerateFiles(site.Folder, name, SearchOption.AllDirectories);

    static BackupProcess Launch(BackupSite site) => BackupProcess.Launch(new()
    {
        ["ConnectionStrings__notejam"] = site.Connection,
        ["Backup__Store"] = Directory.CreateDirectory(site.Folder).FullName,
        ["Backup__Drill"] = "false",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
    }, "worker");
}
