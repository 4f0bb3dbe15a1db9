using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Http;

/// <summary>
/// A proxy passes on what strangers send: whatever shape it has, an answer comes, and the client has an address.
/// </summary>
public sealed class ForwardedHeaderTests(ForwardedHeaderTests.Site site) : IClassFixture<ForwardedHeaderTests.Site>
{
    const string Proxy = "127.0.0.1";

    /// <summary>Behind this machine, over http.</summary>
    public sealed class Site(Postgres postgres) : IAsyncLifetime
    {
        public NotejamApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = NotejamApp.Start(await postgres.CreateDatabaseAsync(), new() { ["Site:Proxies"] = "127.0.0.0/8" });

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    public static TheoryData<string, string> Addresses => new()
    {
        { "203.0.113.7", "203.0.113.7" },
        { "203.0.113.7:5000", "203.0.113.7" },
        { "2001:db8::7", "2001:db8::7" },
        { "[2001:db8::7]", "2001:db8::7" },
        { "[2001:db8::7]:5000", "2001:db8::7" },
        { "::ffff:203.0.113.7", "::ffff:203.0.113.7" },
        { "198.51.100.1, 203.0.113.7", "203.0.113.7" },
        {
            string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"10.1.{i / 250}.{i % 250}").Append("203.0.113.7")),
            "203.0.113.7"
        },
        { "\"203.0.113.7\"", "203.0.113.7" },
        { "203.0.113.7,", "203.0.113.7" },
        { "", Proxy },
        { ",", Proxy },
        { " , , ", Proxy },
        { "\"", Proxy },
        { "\"203.0.113.7", Proxy },
        { "unknown", Proxy },
        { "_hidden", Proxy },
        { "for=203.0.113.7", Proxy },
        { "for=\"[2001:db8::7]:5000\";proto=https", Proxy },
        { "203.0.113.7:port", Proxy },
        { "203.0.113.7:99999", Proxy },
        { "203.0.113.999", Proxy },
        { "[2001:db8::7", Proxy },
        { "2001:db8::7::1", Proxy },
        { "203.0.113.7 203.0.113.8", Proxy },
        { "<script>alert(1)</script>", Proxy },
        { "%00%0d%0a", Proxy },
        { new string('1', 10_000), Proxy },
        { new string(',', 10_000), Proxy },
        { new string(':', 10_000), Proxy },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_client_has_the_address_that_the_proxy_saw_else_the_proxys(string forwarded, string address)
    {
        var (status, seen) = await SendAsync($"X-Forwarded-For: {forwarded}");
        Assert.Equal(("200", address), (status, seen?.ToString()));
    }

    [Theory]
    [InlineData("HTTPS")]
    [InlineData("https, http, https")]
    [InlineData("gopher")]
    [InlineData("javascript")]
    [InlineData("a+b.c-d")]
    [InlineData("1")]
    [InlineData("-")]
    [InlineData("http://")]
    [InlineData("\"https\"")]
    [InlineData("\"")]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("5 KB")]
    public async Task Whatever_the_scheme_there_is_a_page(string scheme)
    {
        var said = scheme == "5 KB" ? new string('s', 5_000) : scheme;
        var (status, seen) = await SendAsync(
            "X-Forwarded-For: 203.0.113.7",
            $"X-Forwarded-Proto: {said}",
            $"X-Forwarded-Host: {said}",
            $"X-Forwarded-Prefix: /{said}",
            $"Forwarded: proto={said}");
        Assert.Equal("200", status);
        Assert.NotNull(seen);
    }

    [Fact]
    public async Task The_same_header_many_times_is_one_list()
    {
        var (status, seen) = await SendAsync(
            [.. Enumerable.Range(1, 50).Select(i => $"X-Forwarded-For: 203.0.113.{i}")]);
        Assert.Equal(("200", "203.0.113.50"), (status, seen?.ToString()));
    }

    /// <summary>By a socket: a client library would refuse to send most of them.</summary>
    async Task<(string Status, IPAddress? Seen)> SendAsync(params string[] headers)
    {
        using var ends = new EndOfRequests(site.App.Services.GetRequiredService<DiagnosticListener>());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, site.App.Address.Port, TestContext.Current.CancellationToken);
        var lines = string.Concat(headers.Select(h => $"{h}\r\n"));
        var request = $"GET /signin/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        var seen = await ends.First.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return (answer.Split(' ')[1], seen);
    }

    /// <summary>Hears from the server what it took for the client's address, when a request has ended.</summary>
    sealed class EndOfRequests : IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        readonly TaskCompletionSource<IPAddress?> first = new();
        readonly IDisposable subscription;

        public EndOfRequests(DiagnosticListener server) => subscription = server.Subscribe(this);

        public Task<IPAddress?> First => first.Task;

        public void OnNext(KeyValuePair<string, object?> happened)
        {
            if (happened.Key != "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop") return;
            if (happened.Value is HttpContext context) first.TrySetResult(context.Connection.RemoteIpAddress);
        }

        public void OnCompleted() { }
        public void OnError(Exception error) { }
        public void Dispose() => subscription.Dispose();
    }
}
