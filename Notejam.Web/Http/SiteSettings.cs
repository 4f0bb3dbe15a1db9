using System.Net;
using Notejam.ServiceDefaults;
using Notejam.ServiceDefaults.Health;

namespace Notejam.Web.Http;

/// <summary>The section <c>Site</c>: how the world sees this installation.</summary>
sealed class SiteSettings
{
    /// <summary>
    /// The address that people type; links in mail are made from it, never from a request's Host header.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The time zone of people whose browser has not told theirs.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>
    /// The networks whose X-Forwarded-For and X-Forwarded-Proto are believed, such as "10.0.0.0/16 fd00::/8".
    /// </summary>
    public string Proxies { get; set; } = "";

    public TimeZoneInfo Zone => TimeZones.Find(TimeZone)!;
    public bool IsHttps => PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
    public IEnumerable<IPNetwork> Networks =>
        Proxies.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse);

    /// <summary>
    /// Over HTTPS the prefix makes browsers refuse the cookie from anybody else: another path, a sister host, plain
    /// HTTP. Over HTTP the port tells apart the instances of a machine: browsers send every cookie to all ports of a
    /// host.
    /// </summary>
    public string CookieName(string name) => new Uri(PublicUrl) switch
    {
        { Scheme: "https" } => $"__Host-{name}",
        { IsDefaultPort: true } => name,
        var url => $"{name}-{url.Port}",
    };

    public CookieSecurePolicy CookieSecure => IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>For a cookie that no script reads and no other site sends along.</summary>
    public CookieOptions PrivateCookie(TimeSpan lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = IsHttps,
        Path = "/",
        MaxAge = lifetime,
    };

    public Uri Link(string path) => new(new Uri(PublicUrl), path);

    public static SiteSettings Read(WebApplicationBuilder builder)
    {
        var site = builder.Configuration.ReadSettings<SiteSettings>("Site");
        if (site.PublicUrl.Length == 0 && builder.Environment.IsDevelopment())
            site.PublicUrl = Typeable(PublicUrls.Read(builder.Configuration)[0]);
        if (site.PublicUrl.Length == 0)
            throw new ConfigurationException(
                "Site__PublicUrl is not set. It is the address that people type, such as https://notes.example.org; " +
                "links in mail need it.");
        if (!IsSite(site.PublicUrl))
            throw new ConfigurationException(
                $"Site__PublicUrl={site.PublicUrl} is not an address such as https://notes.example.org, " +
                "without a path.");
        if (TimeZones.Find(site.TimeZone) is null)
            throw new ConfigurationException(
                $"Site__TimeZone={site.TimeZone} is not a time zone. Use a name such as Europe/Tallinn or UTC.");
        var proxies = site.Proxies.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (proxies.FirstOrDefault(p => !IPNetwork.TryParse(p, out _)) is { } wrong)
            throw new ConfigurationException($"Site__Proxies: {wrong} is not a network such as 10.0.0.0/16.");
        var isProxied = site.Networks.Any();
        if (site.IsHttps && !isProxied && !PublicUrls.Read(builder.Configuration).Any(u => u.Scheme == "https"))
            throw new ConfigurationException(
                "Site__PublicUrl is https, but ASPNETCORE_URLS has no https address and Site__Proxies is empty. " +
                "Name the network of the proxy that ends TLS in Site__Proxies, such as 10.0.0.0/16.");
        return site;
    }

    static bool IsSite(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.PathAndQuery == "/";

    /// <summary>An address to listen at may say "everywhere"; nobody can type that.</summary>
    static string Typeable(BindingAddress url) =>
        $"{url.Scheme}://{(url.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : url.Host)}:{url.Port}";
}
