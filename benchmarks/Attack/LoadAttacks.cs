using System.Diagnostics;

namespace Attack;

/// <summary>More people than one instance can serve, and a database that hangs.</summary>
static class LoadAttacks
{
    /// <summary>Who is refused comes again when Retry-After says: in five seconds.</summary>
    public static async Task OverloadAsync(Uri site, Uri management)
    {
        var person = await SignedInAsync(site, "crowd@example.org");
        var time = TimeSpan.FromSeconds(15);
        await Figures.CrowdAsync(16, time, _ => person.GetAsync("/"));
        var peak = Good(await Figures.CrowdAsync(16, time, _ => person.GetAsync("/"))) / time.TotalSeconds;
        Figures.Log($"peak with 16 connections: {peak:F0} a second");

        using var probe = new HttpClient { BaseAddress = management, Timeout = TimeSpan.FromSeconds(5) };
        var probes = 0;
        var crowd = Figures.CrowdAsync(2000, time, _ => person.GetAsync("/"), pauseAfterRefusal: 5000);
        while (!crowd.IsCompleted)
        {
            (await probe.GetAsync("/alive")).EnsureSuccessStatusCode();
            probes++;
            await Task.WhenAny(crowd, Task.Delay(500));
        }
        var answers = await crowd;
        var goodput = Good(answers) / time.TotalSeconds;
        var refused = answers.Where(a => a.Status == 503).Select(a => a.Took).ToList();
        Figures.Log($"2,000 connections: {Figures.ByStatus(answers)}; {probes} probes answered");
        Figures.Row(
            "2,000 connections: lists a second, of the peak",
            "≥ 80 %",
            $"{goodput:F0} of {peak:F0} ({Figures.ByStatus(answers)})",
            goodput >= 0.8 * peak);
        var median = refused.Quantile(0.5);
        Figures.Row(
            "refusals, median",
            "≤ 100 ms",
            $"{median:F0} ms of {refused.Count}",
            refused.Count > 0 && median <= 100);
    }

    /// <summary>Stops all processes of PostgreSQL: it accepts and says nothing.</summary>
    public static async Task HangAsync(Uri[] sites, int postmaster)
    {
        var person = await SignedInAsync(sites[0], "hang@example.org");
        Answer[] answers;
        await SignalAsync("STOP", postmaster);
        try
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
            {
                await Task.Delay(i * 20);
                if (i % 4 != 0) return await person.GetAsync("/");
                var stranger = new Browser(sites[i / 4 % sites.Length], $"203.0.113.{i / 4}");
                return await stranger.SignInAsync("hang@example.org");
            }));
        }
        finally
        {
            await SignalAsync("CONT", postmaster);
        }
        // One whose page is refused sends no form.
        var lists = answers.Where((_, i) => i % 4 != 0).ToList();
        var signIns = answers.Where((_, i) => i % 4 == 0).ToList();
        foreach (var (what, some) in new[] { ("lists", lists), ("sign-ins", signIns) })
        {
            var longest = some.Max(a => a.Took);
            Figures.Row(
                $"{some.Count} {what} in 8 s while the database hangs: the longest",
                "≤ 5 s, none 500",
                $"{longest / 1000:F1} s ({Figures.ByStatus(some)})",
                longest <= 5000 && some.TrueForAll(a => a.Status is 400 or 503));
        }
    }

    static async Task SignalAsync(string signal, int postmaster)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {postmaster} $(pgrep -P {postmaster})"]);
        await kill.WaitForExitAsync();
    }

    static async Task<Browser> SignedInAsync(Uri site, string email)
    {
        var person = new Browser(site, "203.0.113.201");
        await person.SignUpAsync(email);
        var answer = await person.SignInAsync(email);
        if (answer.Status == 303) return person;
        throw new InvalidOperationException($"{email} cannot sign in: {answer.Status}");
    }

    static int Good(IEnumerable<Answer> answers) => answers.Count(a => a.Status == 200);
}
