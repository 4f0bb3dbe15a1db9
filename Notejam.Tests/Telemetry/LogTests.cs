using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Notejam.Tests.Browser;
using Notejam.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Notejam.Tests.Telemetry;

/// <summary>What Production writes while a person, a clumsy one and a rude one use it.</summary>
public sealed partial class LogTests(Postgres postgres, Chromium chromium) : IAsyncLifetime
{
    const string NewPassword = "saddle-orbit-plum", Wrong = "wrong-guess-of-mine";

    const string Title = "Title of a private note", Text = "Text of a private note";

    const string Trace = "0af7651916cd43dd8448eb211c80319c";

    readonly MailServer mail = new();
    readonly string email = Person.NewEmail();
    NotejamProcess app = null!;
    string connection = "", reset = "";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        connection = await postgres.CreateDatabaseAsync();
        var settings = mail.Settings
            .ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        app = await NotejamProcess.StartAsync(new(settings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = connection,
            ["Site__PublicUrl"] = "http://127.0.0.1",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        mail.Dispose();
    }

    [Fact]
    public async Task Of_a_whole_browser_run_it_holds_no_secret_no_address_and_no_line_that_somebody_else_wrote()
    {
        await using var context = await chromium.NewAsync(app.Address, 1280);
        var page = await context.NewPageAsync();
        var secrets = new HashSet<string>
        {
            Person.Password, NewPassword, Wrong, Title, Text,
            email, email.Replace("@", "%40", StringComparison.Ordinal),
            "INJECTED", Trace,
        };
        await context.RouteAsync("**/*", async route =>
        {
            var token = Token().Match(route.Request.PostData ?? "");
            if (token.Success) secrets.Add(Uri.UnescapeDataString(token.Groups[1].Value));
            foreach (var cookie in await context.CookiesAsync())
            {
                if (cookie.Value.Length > 10) secrets.Add(cookie.Value);
            }
            await route.ContinueAsync();
        });

        await UseAsync(page);
        secrets.Add(reset.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1]);
        await InjectAsync();
        app.Terminate();
        Assert.Equal(0, await app.ExitAsync());

        Assert.True(secrets.Count > 15, $"only {secrets.Count} secrets were seen");
        var written = app.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var lines = written.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        // As JSON says it: in the line itself a quote or a plus is written in another way.
        var leak = lines.Find(l => l.EnumerateObject().Any(p => IsSecret(p.Value.ToString())));
        Assert.True(leak.ValueKind == JsonValueKind.Undefined, leak.ToString());
        Assert.DoesNotContain(lines, l => l.TryGetProperty("Status", out var status) && status.GetInt32() >= 500);
        Assert.All(lines, l => Assert.Equal(JsonValueKind.String, l.GetProperty("time").ValueKind));
        // That nothing was found is not because nothing was written.
        string[] requests =
        [
            "POST /signup/ 303",
            "POST /signin/ 422",
            "POST /notes/create/ 303",
            "GET /forgot-password/{Id:guid}/{Token}/ 200",
            "POST /forgot-password/{id:guid}/{token}/ 303",
            "GET - 404",
        ];
        var messages = lines.Select(l => l.GetProperty("message").GetString()!).ToList();
        foreach (var request in requests)
            Assert.Contains(messages, m => m.StartsWith(request, StringComparison.Ordinal));
        var sent = $"A mail for a forgotten password could not be sent to 127.0.0.1:{mail.Port}: ";
        Assert.Contains(messages, m => m == sent + "550 RecipientNotAccepted");

        bool IsSecret(string text) => secrets.Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_request_that_fails_is_one_line_that_its_trace_id_finds()
    {
        var person = app.Visitor();
        await person.SignUpAsync(email);
        await person.SignInAsync();
        await Postgres.ExecuteAsync(connection, "ALTER TABLE notes RENAME TO elsewhere");
        var answer = await person.GetAsync("/");
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.Status);
        var trace = TraceId().Match(answer.Body).Groups[1].Value;
        app.Terminate();
        await app.ExitAsync();

        var found = Assert.Single(app.Output.Split('\n'), l => l.Contains(trace, StringComparison.Ordinal));
        var line = JsonDocument.Parse(found).RootElement;
        Assert.Equal(trace, line.GetProperty("trace_id").GetString());
        Assert.Equal("error", Value("level"));
        Assert.Equal("Notejam.Request", Value("category"));
        Assert.Equal("GET", Value("Method"));
        Assert.Equal("/", Value("Route"));
        Assert.Equal(500, line.GetProperty("Status").GetInt32());
        Assert.Contains("42P01: relation \"notes\" does not exist", Value("exception"), StringComparison.Ordinal);
        Assert.True(Guid.TryParse(Value("User"), out _));

        string Value(string name) => line.GetProperty(name).GetString()!;
    }

    async Task UseAsync(IPage page)
    {
        await page.GotoAsync("/signup/");
        await FillAsync(page,
            ("#email", email), ("#password", Person.Password), ("#confirm_password", Person.Password));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await FillAsync(page, ("#email", email), ("#password", Wrong));
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        foreach (var refuses in new[] { true, false })
        {
            mail.Refuses = refuses;
            await page.GotoAsync("/forgot-password/");
            await FillAsync(page, ("#email", email));
            await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
            await Until.TrueAsync(() => mail.Commands.Any(c => c.StartsWith("RCPT", StringComparison.Ordinal)));
        }
        reset = Link().Match((await mail.NextAsync()).Text).Value;
        await page.GotoAsync(reset);
        await FillAsync(page, ("#new_password", NewPassword), ("#confirm_password", NewPassword));
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await FillAsync(page, ("#email", email), ("#password", NewPassword));
        await Expect(page.Locator("h1")).ToHaveTextAsync("All notes (0)");
        await page.GotoAsync("/notes/create/");
        await FillAsync(page, ("#name", Title), ("#text", Text));
        await Expect(page.Locator("h1")).ToHaveTextAsync("All notes (1)");
        await page.GotoAsync("/?order=INJECTED&after=INJECTED");
        await page.GotoAsync("/settings/");
        await FillAsync(page,
            ("#current_password", Wrong),
            ("#new_password", Person.Password),
            ("#confirm_password", Person.Password));
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    static async Task FillAsync(IPage page, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields) await page.FillAsync(field, value);
        await page.Locator("main form button").First.ClickAsync();
    }

    /// <summary>Puts line ends, and what would pass for a line of the log, wherever a client can.</summary>
    async Task InjectAsync()
    {
        const string Line = "%0d%0a%7B%22level%22%3A%22critical%22%2C%22message%22%3A%22INJECTED%22%7D%0d%0a";
        const string Get = "GET /signin/ HTTP/1.1\r\nHost: x\r\n";
        const string Post = "POST /signin/ HTTP/1.1\r\nHost: x\r\nContent-Type: ";
        const string Form = "application/x-www-form-urlencoded";
        foreach (var request in new[]
        {
            $"GET /{Line} HTTP/1.1\r\nHost: x",
            $"GET /signin/?next={Line} HTTP/1.1\r\nHost: x",
            "GET /signin/ HTTP/1.1\r\nHost: INJECTED\r\nUser-Agent: INJECTED\r\nX-Forwarded-For: INJECTED",
            $"{Get}traceparent: 00-INJECTED-INJECTED-01\r\ntracestate: INJECTED\r\nbaggage: INJECTED=INJECTED",
            $"{Get}Cookie: notejam=INJECTED; notejam-csrf=INJECTED; notejam-zone=INJECTED",
            $"{Post}{Form}\r\nContent-Length: {Line.Length + 6}\r\n\r\nemail={Line}",
            $"{Get}traceparent: 00-{Trace}-b7ad6b7169203331-01",
            $"{Post}multipart/form-data; boundary=b\r\nContent-Length: 8\r\n\r\nINJECTED",
            $"{Post}{Form}; charset=utf-7\r\nContent-Length: 8\r\n\r\nINJECTED",
            "INJECTED /signin/ HTTP/1.1\r\nHost: x",
            "GET /signin/ HTTP/9.INJECTED\r\nHost: x",
        })
        {
            using var client = new TcpClient();
            var hasBody = request.Contains("\r\n\r\n", StringComparison.Ordinal);
            var whole = hasBody ? request : $"{request}\r\nConnection: close\r\n\r\n";
            await client.ConnectAsync(app.Address.Host, app.Address.Port, Cancel);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(whole), Cancel);
            using var reader = new StreamReader(client.GetStream());
            Assert.StartsWith("HTTP/1.1 ", await reader.ReadLineAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("/forgot-password/[^\\s]+/")]
    private static partial Regex Link();

    [GeneratedRegex("(?:^|&)csrf=([^&]+)")]
    private static partial Regex Token();

    [GeneratedRegex("trace ([0-9a-f]{32})")]
    private static partial Regex TraceId();
}
