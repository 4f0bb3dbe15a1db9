using System.IO.Compression;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups.Matrix;

/// <summary>
/// backup, verify, drill, restore and restore --user, as processes of their own: either all are right, or all that need
/// the database refuse by name and write nothing.
/// </summary>
/// <param name="source">A database with the schema, as its administrator reaches it; it is filled here.</param>
/// <param name="target">An empty one.</param>
sealed class FiveVerbs(string source, string target) : IDisposable
{
    public const int Notes = 10, NotesOfOne = 5;

    readonly string folder = TempFolder.Create("matrix");

    /// <summary>What the operator makes of a connection string.</summary>
    public Func<string, string> Odd { get; init; } = plain => plain;

    /// <summary>What else is in the operator's environment.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>A statement that changes what is backed up.</summary>
    public string Also { get; init; } = "SELECT";

    public string Store => Path.Combine(folder, "store");

    string Archive => Path.Combine(folder, "notes.zip");


    public async Task AssertRightAsync()
    {
        await FillAsync();
        foreach (var verb in new[] { "backup", "verify", "drill" }) await AssertDoneAsync(Odd(source), verb);
        await AssertDoneAsync(Odd(source), "restore", "--user", "person1@example.org", "--output", Archive);
        await AssertDoneAsync(Odd(target), "restore");
        Assert.Equal(Notes, await Postgres.ScalarAsync<long>(target, "SELECT count(*) FROM public.notes"));
        await using var zip = await ZipFile.OpenReadAsync(Archive, TestContext.Current.CancellationToken);
        Assert.Equal(NotesOfOne, zip.Entries.Count(e => e.Name.EndsWith(".md", StringComparison.Ordinal)));
    }

    /// <summary>There is a backup already, so that nothing but the connection is wrong.</summary>
    public async Task AssertRefusedAsync(int code, string message)
    {
        await FillAsync();
        await RunAsync(source, "backup");
        string[] verbs = ["backup", "drill", "restore", $"restore --user person1@example.org --output {Archive}"];
        foreach (var verb in verbs)
        {
            var (exit, _, errors) = await RunAsync(Odd(target), verb.Split(' '));
            Assert.True(exit == code, $"{verb} ended with {exit}: {errors}");
            Assert.Contains(message, errors, StringComparison.Ordinal);
        }
        Assert.Single(Directory.GetDirectories(Store));
        Assert.False(File.Exists(Archive));
        Assert.Equal(0, await Postgres.ScalarAsync<long>(
            target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    public async Task<(int Exit, string Output, string Errors)> RunAsync(string connection, params string[] verb)
    {
        Dictionary<string, string> all = new(Environment)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = connection,
            ["Backup__Store"] = Store,
        };
        return await BackupProcess.RunAsync(all, verb);
    }

    public async Task FillAsync()
    {
        await BackupSite.FillAsync(source, people: 2, notes: Notes);
        await Postgres.ExecuteAsync(source, Also);
    }

    async Task AssertDoneAsync(string connection, params string[] verb)
    {
        var (exit, output, errors) = await RunAsync(connection, verb);
        Assert.True(exit == 0, $"{string.Join(' ', verb)} ended with {exit}: {output} {errors}");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
