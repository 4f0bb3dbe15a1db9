using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Notejam.Tests.Hosting;

/// <summary>
/// Somebody with a browser: keeps cookies, reads pages, fills forms in and sends them; follows no redirect by itself.
/// </summary>
public sealed class Person : IDisposable
{
    public const string Password = "tulip-kettle-roof";

    readonly HttpClient client;
    readonly Uri[] addresses;
    int requests;

    public Person(params Uri[] addresses)
    {
        this.addresses = addresses;
        client = new HttpClient(new SocketsHttpHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Where this person lives: everybody at an address of their own, unless told otherwise.</summary>
    public IPAddress Home { get; init; } = NewHome();

    /// <summary>How many have been sent; several addresses take turns, as behind a balancer.</summary>
    public int Requests => requests;

    public CookieContainer Cookies { get; } = new();
    public string Email { get; private set; } = "";

    static int people;
    static int homes;

    /// <summary>Like a network of its own; all of 127.0.0.0/8 leads here.</summary>
    static IPAddress NewHome()
    {
        var number = Interlocked.Increment(ref homes);
        return new IPAddress([127, (byte)(1 + number / 65536 % 200), (byte)(number / 256), (byte)number]);
    }

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext connection, CancellationToken cancel)
    {
        var isLocal = connection.DnsEndPoint.Host.StartsWith("127.", StringComparison.Ordinal);
        var socket = isLocal
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        try
        {
            if (isLocal) socket.Bind(new IPEndPoint(Home, 0));
            await socket.ConnectAsync(connection.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static string NewEmail() => $"person{Interlocked.Increment(ref people)}@example.org";

    public static string IdIn(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];

    public async Task<Answer> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await Answer.ReadAsync(await SendAsync(request));
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var address = addresses[(Interlocked.Increment(ref requests) - 1) % addresses.Length];
        request.RequestUri = new Uri(address, request.RequestUri!);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends exactly these fields.</summary>
    public async Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await Answer.ReadAsync(await SendAsync(request));
    }

    /// <summary>Opens a page and sends its form, with what the page put into it and these fields instead.</summary>
    public async Task<Answer> SubmitAsync(string page, params (string Name, string Value)[] fields) =>
        await SubmitAsync(await GetAsync(page), fields);

    /// <summary>Sends the form of a page that is open.</summary>
    public Task<Answer> SubmitAsync(Answer page, params (string Name, string Value)[] fields) =>
        SubmitAsync(page.Form, fields);

    /// <summary>Opens a page and presses the button that says this.</summary>
    public async Task<Answer> PressAsync(string page, string button) =>
        await PressAsync(await GetAsync(page), button);

    public Task<Answer> PressAsync(Answer page, string button)
    {
        var pressed = page.Document.QuerySelectorAll<IHtmlButtonElement>("main form button")
            .Single(b => b.TextContent.Trim() == button);
        return SubmitAsync(pressed.Form!, pressed.GetAttribute("formaction") ?? pressed.Form!.GetAttribute("action")!);
    }

    /// <summary>Presses a button of a note's page; the page that follows.</summary>
    public async Task<Answer> ActAsync(string note, string button) =>
        await FollowAsync(await PressAsync($"/notes/{note}/", button));

    /// <summary>Sends one of several forms of a page, by a button without a name.</summary>
    public Task<Answer> SubmitAsync(IHtmlFormElement form, params (string Name, string Value)[] fields) =>
        SubmitAsync(form, form.GetAttribute("action")!, fields);

    Task<Answer> SubmitAsync(IHtmlFormElement form, string path, params (string Name, string Value)[] fields)
    {
        var values = form.Elements.OfType<IHtmlElement>()
            .Where(e => e is not IHtmlButtonElement)
            .Select(e => (Name: e.GetAttribute("name") ?? "", Value: ValueOf(e)))
            .Where(f => f.Name.Length > 0)
            .ToDictionary(f => f.Name, f => f.Value);
        foreach (var (name, value) in fields) values[name] = value;
        return PostAsync(path, [.. values.Select(v => (v.Key, v.Value))]);
    }

    /// <summary>Follows the redirect of an answer.</summary>
    public Task<Answer> FollowAsync(Answer answer) => GetAsync(answer.Location);

    public async Task<Answer> SignUpAsync(string email, string password = Password)
    {
        Email = email;
        return await SubmitAsync("/signup/", ("email", email), ("password", password), ("confirm_password", password));
    }

    public async Task<Answer> SignInAsync(string password = Password) =>
        await SubmitAsync("/signin/", ("email", Email), ("password", password));

    /// <summary>Signs out by the account menu's form.</summary>
    public async Task<Answer> SignOutAsync() => await PostAsync("/signout/", ("csrf", (await GetAsync("/")).Token));

    /// <summary>Creates a pad and returns its id.</summary>
    public async Task<string> PadAsync(string name) =>
        IdIn((await SubmitAsync("/pads/create/", ("name", name))).Location);

    /// <summary>Creates a note and returns its id.</summary>
    public async Task<string> NoteAsync(string name, string text = "Some text.", string pad = "", string tags = "")
    {
        var form = await GetAsync("/notes/create/");
        var saved = await SubmitAsync(form, ("name", name), ("text", text), ("pad", pad), ("tags", tags));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        return form.Form.QuerySelector("[name=id]")!.GetAttribute("value")!;
    }

    /// <summary>What a note says now, as its page shows it.</summary>
    public async Task<string> TextAsync(string note) =>
        (await GetAsync($"/notes/{note}/")).Document.QuerySelector(".note")!.TextContent.Trim();

    /// <summary>What a note says now, as it was typed.</summary>
    public async Task<string> TypedAsync(string note) =>
        (await GetAsync($"/notes/{note}/edit/")).Document.GetElementById("text")!.TextContent;

    /// <summary>The older versions of a note as its page lists and shows them, newest first.</summary>
    public async Task<List<Version>> HistoryAsync(string note)
    {
        List<Version> versions = [];
        var page = await GetAsync($"/notes/{note}/history/");
        foreach (var link in page.Document.QuerySelectorAll("ol.list a[href^='?version=']"))
        {
            var shown = await GetAsync($"/notes/{note}/history/{link.GetAttribute("href")}");
            var text = shown.Document.QuerySelector(".diff")!.ChildNodes.Where(n => n.NodeName != "INS");
            var (name, rest) = string.Concat(text.Select(n => n.TextContent)).Split("\n\n", 2) is [var first, var second]
                ? (first, second)
                : ("", "");
            versions.Add(new(name, rest, link.ParentElement!.ParentElement!.QuerySelector(".hint")!.TextContent, shown));
        }
        return versions;
    }

    /// <summary>As if nobody had ever signed in from this browser.</summary>
    public void ForgetBrowser()
    {
        foreach (Cookie cookie in Cookies.GetAllCookies())
        {
            if (cookie.Name.StartsWith("notejam-browser", StringComparison.Ordinal)) cookie.Expired = true;
        }
    }

    /// <summary>Another browser with a copy of all cookies, such as a thief's.</summary>
    public Person Copy(params Uri[] elsewhere)
    {
        var copy = new Person(elsewhere.Length > 0 ? elsewhere : addresses) { Email = Email };
        foreach (Cookie cookie in Cookies.GetAllCookies())
        {
            copy.Cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
        }
        return copy;
    }

    public void Dispose() => client.Dispose();

    static string ValueOf(IHtmlElement element) => element switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value ?? "",
        _ => "",
    };
}

/// <summary>An older version of a note, what the list says about it, and its page.</summary>
public sealed record Version(string Name, string Text, string About, Answer Page);
