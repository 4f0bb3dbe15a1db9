using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Load;

/// <summary>A server that is measured, with the people of seed.sql who are signed in to it.</summary>
/// <param name="Name">As the tables have it.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Process">Its process.</param>
sealed partial record Site(string Name, Uri Address, int Process)
{
    /// <summary>Signs nobody in, and knows only what it is compared by.</summary>
    public const string Limit = "Limit";

    readonly Dictionary<int, Browser> people = [];
    readonly ConcurrentDictionary<string, int> revisions = [];
    string? deep;

    public bool IsLimit => Name == Limit;

    /// <summary>NAME=ADDRESS=PROCESS.</summary>
    public static Site Parse(string text) => text.Split('=') is [var name, var address, var process]
        ? new(name, new Uri(address), int.Parse(process, CultureInfo.InvariantCulture))
        : throw new ArgumentException($"{text} is not NAME=ADDRESS=PROCESS.");

    public Browser Guest() => new(Address, Network(0));

    public async Task<Browser> PersonAsync(int number)
    {
        if (people.TryGetValue(number, out var known)) return known;
        var person = new Browser(Address, Network(0));
        if (IsLimit) person.SetCookie("session", $"{Person.Id(number)}.{Person.Email(number)}");
        else if (await person.SignInAsync(Person.Email(number)) is { Status: not 303 } answer)
            throw new BenchmarkException($"{Name}: person {number} cannot sign in, the answer is {answer.Status}.");
        // The first page gives a browser its last cookies.
        await person.GetAsync("/");
        return people[number] = person;
    }

    /// <summary>The page that comes after so many others, by the links that lead to it.</summary>
    public async Task<string> DeepAsync(int number, int pages)
    {
        if (deep is not null) return deep;
        var person = await PersonAsync(number);
        var path = "/";
        for (var page = 1; page <= pages; page++)
        {
            var next = NextPage().Match((await person.GetAsync(path)).Body);
            if (!next.Success) throw new BenchmarkException($"{Name}: page {page} of the list leads to no other.");
            path = "/" + WebUtility.HtmlDecode(next.Groups[1].Value);
        }
        return deep = path;
    }

    public async Task<string[]> NotesAsync(int number)
    {
        var list = await (await PersonAsync(number)).GetAsync("/");
        return [.. NoteLink().Matches(list.Body).Select(m => m.Groups[1].Value)];
    }

    /// <summary>Of a note that only we change: what its form says the first time.</summary>
    public async Task LearnRevisionAsync(Browser browser, string note)
    {
        if (revisions.ContainsKey(note)) return;
        var form = await browser.GetAsync($"/notes/{note}/edit/");
        if (Revision().Match(form.Body) is { Success: true } found)
            revisions[note] = int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>What the next edit of it begins with; 0 where the release counts none.</summary>
    public string NextRevision(string note)
    {
        if (!revisions.TryGetValue(note, out var revision)) return "0";
        revisions[note] = revision + 1;
        return revision.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A request as it goes over the wire.</summary>
    /// <param name="browser">Whose cookies it has.</param>
    /// <param name="connection">Each comes from a network of its own, as people do.</param>
    /// <param name="path">What is asked for.</param>
    public byte[] Get(Browser browser, int connection, string path) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{Head(browser, connection)}\r\n");

    public byte[] Post(Browser browser, int connection, string path, string form) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\n{Head(browser, connection)}" +
        "Content-Type: application/x-www-form-urlencoded\r\n" +
        string.Create(CultureInfo.InvariantCulture, $"Content-Length: {form.Length}\r\n\r\n{form}"));

    string Head(Browser browser, int connection) =>
        $"Host: {Address.Authority}\r\nX-Forwarded-For: {Network(connection)}\r\n" +
        (browser.Cookies is { Length: > 0 } cookies ? $"Cookie: {cookies}\r\n" : "");

    static string Network(int connection) => $"10.{connection / 200}.{connection % 200}.1";

    [GeneratedRegex(@"href=""(\?[^""]*)"" rel=""next""")]
    private static partial Regex NextPage();

    [GeneratedRegex(@"name=""revision"" value=""(\d+)""")]
    private static partial Regex Revision();

    [GeneratedRegex(@"<a href=""/notes/([0-9a-f-]{36})/"">")]
    private static partial Regex NoteLink();
}

/// <summary>The people of seed.sql.</summary>
static class Person
{
    public const int WithFifty = 1, WithTenThousand = 1001, WithHundredThousand = 1002;

    public static string Email(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"person-{number}@example.org");

    public static string Id(int number) => $"00000000-0000-7000-8000-{number:x12}";
    public static string Pad(int number, int pad) => $"1111111{pad}-0000-7000-8000-{number:x12}";
}

/// <summary>What is measured does not do what it should: no figure would mean anything.</summary>
sealed class BenchmarkException(string message) : Exception(message);
