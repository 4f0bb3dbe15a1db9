using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>An answer, and how long it took in milliseconds.</summary>
sealed record Answer(int Status, string Body, double Took);

/// <summary>
/// A browser with its cookies, from an address that the instances believe because they take loopback for a proxy.
/// </summary>
sealed partial class Browser(Uri site, string address)
{
    public const string Password = "tulip-kettle-roof";

    static readonly HttpClient Client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromMinutes(1),
    };
    /// <summary>Some people here do many things at once.</summary>
    readonly ConcurrentDictionary<string, string> cookies = [];

    public Uri Site { get; set; } = site;
    public string Address { get; set; } = address;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var pairs = fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
        return SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(pairs));
    }

    /// <summary>Status 0 is a connection that broke, or a minute without an answer.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(Site, path)) { Content = content };
        request.Headers.Add("X-Forwarded-For", Address);
        if (!cookies.IsEmpty) request.Headers.Add("Cookie", Cookies);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await Client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.Headers.TryGetValues("Set-Cookie", out var set)) foreach (var cookie in set) Keep(cookie);
            return new((int)answer.StatusCode, body, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
        {
            return new(0, broken.Message, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    /// <summary>What the browser has kept, as it stands in the header Cookie.</summary>
    public string Cookies => string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));

    public void SetCookie(string name, string value) => cookies[name] = value;

    public async Task<Answer> SignUpAsync(string email) => await PostAsync("/signup/",
        ("csrf", await TokenAsync("/signup/")),
        ("email", email),
        ("password", Password),
        ("confirm_password", Password));

    public async Task<Answer> SignInAsync(string email, string password = Password) => await PostAsync("/signin/",
        ("csrf", await TokenAsync("/signin/")), ("email", email), ("password", password));

    public async Task<string> TokenAsync(string path) => Field("csrf", (await GetAsync(path)).Body);

    public static string Field(string name, string page) =>
        WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\"[^>]* value=\"([^\"]*)\"").Groups[1].Value);

    void Keep(string cookie)
    {
        var pair = cookie.Split(';')[0].Split('=', 2);
        if (pair[1].Length > 0) cookies[pair[0]] = pair[1];
        else cookies.TryRemove(pair[0], out _);
    }
}
