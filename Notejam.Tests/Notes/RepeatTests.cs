using System.Net;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Notes;

/// <summary>However often a form is sent, and wherever its connection breaks: one note a form.</summary>
public sealed class RepeatTests(CrowdFixture fixture) : IClassFixture<CrowdFixture>
{
    const int Forms = 1_000, AtOnce = 20;

    NotejamApp App => fixture.App;

    [Fact]
    public async Task A_thousand_forms_that_are_sent_twice_at_once_make_a_thousand_notes()
    {
        var person = await App.PersonAsync();
        await EachAsync(async (form, number) =>
        {
            var fields = Fields(number);
            var answers = await Task.WhenAll(person.SubmitAsync(form, fields), person.SubmitAsync(form, fields));
            Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, "/"), (a.Status, a.Location)));
        }, person);
        await AssertOneEachAsync(person);
    }

    [Fact]
    public async Task A_thousand_connections_that_break_anywhere_and_are_repeated_make_a_thousand_notes()
    {
        var person = await App.PersonAsync();
        // Of somebody whose cookies nobody changes meanwhile.
        using var quiet = person.Copy();
        var (cut, whole) = (0, 0);
        await EachAsync(async (form, number) =>
        {
            // A request has some 1,300 bytes, and its answer 900.
            await using var link = new CuttingLink(App.Address) { Bytes = new Random(number).Next(0, 2_400) };
            using var tab = quiet.Copy(link.Address);
            try
            {
                await tab.SubmitAsync(form, Fields(number));
                Interlocked.Increment(ref whole);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref cut);
            }
            var again = await person.SubmitAsync(form, Fields(number));
            Assert.Equal((HttpStatusCode.SeeOther, "/"), (again.Status, again.Location));
        }, person);
        await AssertOneEachAsync(person);
        // Broken in the request, in the answer, and behind both.
        Assert.True(cut > Forms / 2 && whole > 0, $"{cut} were cut, {whole} were not");
    }

    static (string, string)[] Fields(int number) => [("name", $"Note {number}"), ("text", $"Text {number}")];

    static Task EachAsync(Func<Answer, int, Task> send, Person person) => Parallel.ForAsync(
        0,
        Forms,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) => await send(await person.GetAsync("/notes/create/"), number));

    async Task AssertOneEachAsync(Person person)
    {
        var found = await Postgres.ScalarAsync<string>(App.Connection, $"""
            SELECT count(*) || ' ' || count(DISTINCT notes.name) || ' ' || max(note_count)
            FROM notes JOIN users ON users.id = owner_id WHERE email = '{person.Email}'
            """);
        Assert.Equal($"{Forms} {Forms} {Forms}", found);
    }
}
