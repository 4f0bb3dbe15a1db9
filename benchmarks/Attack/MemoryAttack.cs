using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Attack;

/// <summary>Attacks on the memory of one instance.</summary>
static class MemoryAttack
{
    public static async Task RunAsync(Uri site, Uri management, int process, TimeSpan time)
    {
        var person = new Browser(site, "203.0.113.200");
        await person.SignUpAsync("memory@example.org");
        await person.SignInAsync("memory@example.org");
        var quotes = "text=" + new string('"', 1024 * 1024 - 5);
        // Half of them with a form that is found good, and comes back because the text is too long.
        var form = (await person.GetAsync("/notes/create/")).Body;
        var token = Uri.EscapeDataString(Browser.Field("csrf", form));
        var note = $"csrf={token}&id={Browser.Field("id", form)}&name=n&pad=&{quotes}";

        var bodies = Figures.CrowdAsync(50, time, i => i % 2 == 0
            ? Sender(site, i).SendAsync(HttpMethod.Post, "/signin/", Form(quotes))
            : person.SendAsync(HttpMethod.Post, "/notes/create/", Form(note)), pauseAfterRefusal: 100);
        var files = Figures.CrowdAsync(10, time, i =>
        {
            var file = new StringContent(new string('x', 1024 * 1024));
            var multipart = new MultipartFormDataContent { { file, "file", "file.txt" } };
            return Sender(site, i).SendAsync(HttpMethod.Post, "/signin/", multipart);
        }, pauseAfterRefusal: 100);
        var odd = 0;
        var cookies = Figures.CrowdAsync(4, time, _ =>
        {
            var browser = new Browser(site, "198.51.100.77");
            var slashes = Interlocked.Increment(ref odd);
            var (some, more) = (new string('/', 1 + slashes % 700), new string('/', 1 + slashes / 700));
            browser.SetCookie("notejam-zone", $"America{some}Kentucky{more}Louisville");
            return browser.GetAsync("/signin/");
        });
        var slow = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => TrickleAsync(site, time)));

        var (worst, deaf, seconds) = (0L, 0, 0);
        using var probe = new HttpClient { BaseAddress = management, Timeout = TimeSpan.FromSeconds(5) };
        using var end = new CancellationTokenSource(time);
        while (!end.IsCancellationRequested)
        {
            seconds++;
            worst = Math.Max(worst, Resident(process));
            if (!await IsAliveAsync(probe)) deaf++;
            if (seconds % 30 == 0)
                Figures.Log($"{seconds} s: {Resident(process) >> 20} MiB, {worst >> 20} at most, {deaf} probes failed");
            await Task.Delay(1000);
        }
        Figures.Log(
            $"bodies: {Figures.ByStatus(await bodies)}; multipart: {Figures.ByStatus(await files)}; " +
            $"cookies: {Figures.ByStatus(await cookies)}");
        await slow;
        Figures.Row(
            "an instance of 512 MiB under 1 MiB bodies, slow bodies, multipart and odd cookies, " +
                $"{time.TotalMinutes} min: /alive",
            "always 200",
            $"{deaf} of {seconds} probes failed",
            deaf == 0);
        Figures.Row(
            "its resident memory",
            "≤ 400 MB",
            $"{worst / 1e6:F0} MB at most",
            worst is > 0 and <= 400_000_000);
    }

    static Browser Sender(Uri site, int i) => new(site, $"198.51.100.{i + 1}");

    static StringContent Form(string body) => new(body, Encoding.ASCII, "application/x-www-form-urlencoded");

    /// <summary>Begins a body and sends a byte a second, again whenever it is cut.</summary>
    static async Task TrickleAsync(Uri site, TimeSpan time)
    {
        using var end = new CancellationTokenSource(time);
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(site.Host, site.Port, end.Token);
                await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"POST /signin/ HTTP/1.1\r\nHost: {site.Authority}\r\nX-Forwarded-For: 198.51.100.200\r\n" +
                    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n" +
                    "text="), end.Token);
                while (true)
                {
                    await Task.Delay(1000, end.Token);
                    await connection.GetStream().WriteAsync("x"u8.ToArray(), end.Token);
                }
            }
            catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
            {
                // That is what it is for.
            }
        }
    }

    static async Task<bool> IsAliveAsync(HttpClient probe)
    {
        try
        {
            return (await probe.GetAsync("/alive")).IsSuccessStatusCode;
        }
        catch (Exception deaf) when (deaf is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    static long Resident(int process)
    {
        try
        {
            var status = File.ReadLines($"/proc/{process}/status");
            var line = status.First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
            return 1024 * long.Parse(kilobytes, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
