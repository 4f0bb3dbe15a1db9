using System.Globalization;
using System.Text;

namespace Load;

/// <summary>What people do again and again: a page that they read, or a form that they send.</summary>
/// <param name="Name">As the tables have it.</param>
/// <param name="Status">What each answer must have.</param>
/// <param name="PrepareAsync">
/// Makes, for a site and the number of a connection, what gives the next request; null where the site has no such
/// thing.
/// </param>
sealed record Errand(string Name, int Status, Func<Site, int, Task<Func<byte[]>?>> PrepareAsync)
{
    const int DeepPages = 1000;
    const string Text =
        "Bread, milk and the small coffee; the train leaves at ten past nine and waits for nobody. Do not forget to " +
        "ask how far it is to the hill, what the key opens, and whether the lamp was left on.\n\nThe second part " +
        "is about something else, and says it slowly, so that the note gets as long as notes are when people write " +
        "them down after a day of meetings.\n\nThe third one ends it: three things to buy, one person to call, and " +
        "nothing else that could not wait until the end of the week.";

    /// <summary>Whether Limit answers it, byte for byte.</summary>
    public bool IsOfLimit { get; init; }

    public bool IsEncoded { get; init; }

    /// <summary>The page that is asked for once more.</summary>
    public string? UnchangedOf { get; init; }

    public static readonly Errand List =
        Page("list of 50", Person.WithFifty, HomeAsync, "All notes (50)") with { IsOfLimit = true };

    /// <summary>Of people with more notes: they should cost what the list of 50 costs.</summary>
    public static readonly Errand[] Longer =
    [
        Page("first page of 10,000", Person.WithTenThousand, HomeAsync, "1–50 of 10,000"),
        Page("first page of 100,000", Person.WithHundredThousand, HomeAsync, "1–50 of 100,000"),
        Page(
            "page 1,001 of 100,000",
            Person.WithHundredThousand,
            site => site.DeepAsync(Person.WithHundredThousand, DeepPages),
            "50,001–50,050 of 100,000"),
    ];

    static readonly Errand[] Pages =
    [
        List,
        .. Longer,
        Page("note", Person.WithFifty, NoteAsync, "Last edited") with { IsOfLimit = true },
        Page(
            "edit form",
            Person.WithFifty,
            async site => $"{await NoteAsync(site)}edit/",
            "Begin anywhere.") with { IsOfLimit = true },
        Page("sign-in page", person: null, _ => Task.FromResult("/signin/"), "Forgot password?"),
    ];

    public static readonly Errand[] All =
    [
        .. Pages[..^1],
        new("create", 303, CreateAsync) { IsOfLimit = true },
        new("edit", 303, EditAsync) { IsOfLimit = true },
        Pages[^1],
        new("sign-in", 303, SignInAsync),
        .. Pages.Select(p => new Errand($"{p.Name}, unchanged", 304, p.AgainAsync) { UnchangedOf = p.Name }),
    ];

    /// <param name="name">As the tables have it; " as gzip", " as br" and " as identity" say how a browser takes it.</param>
    /// <exception cref="BenchmarkException">There is no such errand.</exception>
    public static Errand Named(string name)
    {
        var parts = name.Split(" as ");
        var errand = All.FirstOrDefault(e => e.Name == parts[0])
            ?? throw new BenchmarkException($"There is no \"{name}\" among {string.Join(", ", All.Select(e => e.Name))}.");
        return parts is [_, var encoding]
            ? errand with
            {
                IsEncoded = true,
                PrepareAsync = (s, c) => errand.MoreAsync(s, c, $"Accept-Encoding: {encoding}"),
            }
            : errand;
    }

    /// <param name="name">As the tables have it.</param>
    /// <param name="person">Who asks; null is somebody who is not signed in.</param>
    /// <param name="pathAsync">For what.</param>
    /// <param name="shows">What the page must show.</param>
    static Errand Page(string name, int? person, Func<Site, Task<string>> pathAsync, string shows) =>
        new(name, 200, async (site, connection) =>
        {
            var browser = person is { } number ? await site.PersonAsync(number) : site.Guest();
            var path = await pathAsync(site);
            // What the first visit sets, later ones bring.
            var page = await browser.GetAsync(path);
            if (!page.Body.Contains(shows, StringComparison.Ordinal))
                throw new BenchmarkException($"{site.Name}, {name}: {page.Status} without \"{shows}\".");
            var request = site.Get(browser, connection, path);
            return () => request;
        });

    static Task<string> HomeAsync(Site site) => Task.FromResult("/");

    static async Task<string> NoteAsync(Site site) => $"/notes/{(await site.NotesAsync(Person.WithFifty))[1]}/";

    async Task<Func<byte[]>?> AgainAsync(Site site, int connection)
    {
        var first = (await PrepareAsync(site, connection))!();
        using var asked = new Connection(site.Address);
        asked.Send(first);
        return asked.Header("ETag") is { } tag ? await MoreAsync(site, connection, $"If-None-Match: {tag}") : null;
    }

    /// <summary>The same page with one more header.</summary>
    async Task<Func<byte[]>?> MoreAsync(Site site, int connection, string header)
    {
        var plain = (await PrepareAsync(site, connection))!();
        byte[] request = [.. plain[..^2], .. Encoding.ASCII.GetBytes($"{header}\r\n\r\n")];
        return () => request;
    }

    /// <summary>Each connection is somebody else: people do not wait for each other's counts.</summary>
    static async Task<Func<byte[]>?> CreateAsync(Site site, int connection)
    {
        var writer = 10 + connection;
        var browser = await site.PersonAsync(writer);
        var token = await browser.TokenAsync("/");
        return () => site.Post(browser, connection, "/notes/create/", Form(
            ("csrf", token),
            ("id", Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString()),
            ("name", "From the meeting"),
            ("pad", Person.Pad(writer, 1)),
            ("text", Text)));
    }

    /// <summary>
    /// As the forms of the release are sent: with the revision that they began with, where it has any. Limit writes into
    /// the same database, and so other notes.
    /// </summary>
    static async Task<Func<byte[]>?> EditAsync(Site site, int connection)
    {
        var writer = (site.IsLimit ? 700 : 500) + connection;
        var browser = await site.PersonAsync(writer);
        var token = await browser.TokenAsync("/");
        var notes = await site.NotesAsync(writer);
        foreach (var note in notes) await site.LearnRevisionAsync(browser, note);
        var edits = 0;
        return () =>
        {
            var note = notes[edits++ % notes.Length];
            return site.Post(browser, connection, $"/notes/{note}/edit/", Form(
                ("csrf", token),
                ("name", "From the meeting"),
                ("pad", Person.Pad(writer, 1)),
                ("text", string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetTimestamp()}. {Text}")),
                ("revision", site.NextRevision(note))));
        };
    }

    static async Task<Func<byte[]>?> SignInAsync(Site site, int connection)
    {
        var browser = site.Guest();
        var token = await browser.TokenAsync("/signin/");
        var tries = 0;
        return () => site.Post(browser, connection, "/signin/", Form(
            ("csrf", token),
            ("email", Person.Email(100 + 8 * (tries++ % 50) + connection)),
            ("password", Browser.Password)));
    }

    static string Form(params (string Name, string Value)[] fields) =>
        string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
}
