using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The three commands of docs/backup.md, as they stand there: back up, lose the database, restore.</summary>
public sealed partial class NewcomerTests : IAsyncDisposable
{
    readonly string data = TempFolder.Create("newcomer");

    public async ValueTask DisposeAsync()
    {
        await ServerProcesses.KillAsync(Path.Combine(data, "postgres", "cluster"));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Who_backs_up_loses_the_database_and_restores_as_the_document_says_has_the_notes_again()
    {
        Person person;
        await using (var app = await NotejamProcess.StartAsync(new() { ["NOTEJAM_DATA"] = data }))
        {
            person = app.Visitor();
            await person.SignUpAsync(Person.NewEmail());
            await person.SignInAsync();
            await person.NoteAsync("Kept");
            app.Terminate();
            await app.ExitAsync();
        }
        var document = Path.Combine(Repository.Root, "docs", "backup.md");
        var text = await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken);
        var commands = Section().Match(text).Groups[1].Value.Trim().Split('\n');
        Assert.Equal(3, commands.Length);
        foreach (var command in commands) await RunAsync(command);
        await using var again = await NotejamProcess.StartAsync(new() { ["NOTEJAM_DATA"] = data });
        Assert.Equal(["Kept"], (await person.Copy(again.Address).GetAsync("/")).Notes);
    }

    async Task RunAsync(string command)
    {
        var environment = new Dictionary<string, string> { ["NOTEJAM_DATA"] = data };
        var (exit, output) = await Tool.RunAsync("bash", ["-c", command], environment);
        Assert.True(exit == 0, $"{command}: {output}");
    }

    [GeneratedRegex("^# Back it up\n.*?```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Section();
}
