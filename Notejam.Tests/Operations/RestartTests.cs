using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>The application and its private server, ended in good and bad ways, and started again.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    readonly string data = TempFolder.Create("restart");
    Dictionary<string, string> Environment => new() { ["NOTEJAM_DATA"] = data };
    string Cluster => Path.Combine(data, "postgres", "cluster");

    public async ValueTask DisposeAsync()
    {
        await ServerProcesses.KillAsync(Cluster);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_full_restart_keeps_notes_and_sign_ins_and_stops_the_private_server_in_between()
    {
        Person person;
        await using (var first = await NotejamProcess.StartAsync(Environment))
        {
            person = await SignedInWithNoteAsync(first);
            first.Terminate();
            Assert.Equal(0, await first.ExitAsync());
        }
        Assert.Empty(ServerProcesses.In(Cluster));
        await using var second = await NotejamProcess.StartAsync(Environment);
        Assert.Equal(["Kept"], (await person.Copy(second.Address).GetAsync("/")).Notes);
    }

    [Fact]
    public async Task After_kill_9_of_the_application_and_its_server_the_notes_are_there_and_the_person_is_signed_in()
    {
        Person person;
        await using (var first = await NotejamProcess.StartAsync(Environment))
        {
            person = await SignedInWithNoteAsync(first);
            first.Kill();
            await first.ExitAsync();
            await ServerProcesses.KillAsync(Cluster);
        }
        await using var second = await NotejamProcess.StartAsync(Environment);
        Assert.Equal(["Kept"], (await person.Copy(second.Address).GetAsync("/")).Notes);
    }

    [Fact]
    public async Task After_kill_9_of_the_application_alone_its_server_is_found_and_used()
    {
        Person person;
        await using (var first = await NotejamProcess.StartAsync(Environment))
        {
            person = await SignedInWithNoteAsync(first);
            first.Kill();
            await first.ExitAsync();
        }
        Assert.NotEmpty(ServerProcesses.In(Cluster));
        await using var second = await NotejamProcess.StartAsync(Environment);
        Assert.Equal(["Kept"], (await person.Copy(second.Address).GetAsync("/")).Notes);
    }

    static async Task<Person> SignedInWithNoteAsync(NotejamProcess app)
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        await person.SignInAsync();
        await person.NoteAsync("Kept");
        return person;
    }
}
