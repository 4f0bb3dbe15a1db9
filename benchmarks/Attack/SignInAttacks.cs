using System.Collections.Concurrent;

namespace Attack;

/// <summary>Attacks on sign-in.</summary>
static class SignInAttacks
{
    /// <summary>One address floods it; other people sign in and read meanwhile.</summary>
    public static async Task FloodAsync(Uri[] sites, TimeSpan time)
    {
        const int People = 6;
        for (var i = 0; i < People; i++)
            await new Browser(sites[0], $"203.0.113.{i + 1}").SignUpAsync($"honest{i}@example.org");
        var (signIns, lists) = (new ConcurrentBag<Answer>(), new ConcurrentBag<Answer>());
        using var end = new CancellationTokenSource(time);

        var flood = Figures.CrowdAsync(60, time, async i =>
        {
            var attacker = new Browser(sites[i % sites.Length], "198.51.100.1");
            return await attacker.SignInAsync($"victim{i}@example.org", "wrong-password");
        });
        await Task.WhenAll(Enumerable.Range(0, People).Select(async i =>
        {
            while (!end.IsCancellationRequested)
            {
                var browser = new Browser(sites[i % sites.Length], $"203.0.113.{i + 1}");
                signIns.Add(await browser.SignInAsync($"honest{i}@example.org"));
                for (var read = 0; read < 20; read++)
                {
                    var list = await browser.GetAsync("/");
                    if (list.Status != 302) lists.Add(list);
                    await Task.Delay(100);
                }
            }
        }));
        Figures.Log($"flood: {Figures.ByStatus(await flood)}; lists: {Figures.ByStatus(lists)}");
        var took = signIns.Select(a => a.Took).ToList();
        var times = $"{took.Quantile(0.5):F0} ms at the median, {took.Max():F0} at most";
        Figures.Log($"honest sign-ins: {Figures.ByStatus(signIns)}; {times}");
        var quick = signIns.Count(a => a is { Status: 303, Took: < 3000 });
        Figures.Row(
            $"60 connections of one address on sign-in, {time.TotalSeconds} s: honest sign-ins within 3 s",
            "≥ 95 %",
            $"{quick} of {signIns.Count}",
            quick >= 0.95 * signIns.Count);
        var slowest = lists.Select(a => a.Took).Quantile(0.99);
        Figures.Row(
            "lists meanwhile, p99",
            "≤ 500 ms, all 200",
            $"{slowest:F0} ms of {Figures.ByStatus(lists)}",
            slowest <= 500 && !lists.IsEmpty && lists.All(a => a.Status == 200));
    }

    /// <summary>
    /// A thousand guesses at one account from a thousand networks; its owner has signed in before, from the same
    /// browser.
    /// </summary>
    public static async Task GuessAsync(Uri[] sites)
    {
        var owner = new Browser(sites[0], "203.0.113.100");
        await owner.SignUpAsync("owner@example.org");
        await owner.SignInAsync("owner@example.org");
        await owner.PostAsync("/signout/", ("csrf", await owner.TokenAsync("/")));
        var answers = new ConcurrentBag<Answer>();
        var eight = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), eight, async (i, _) =>
        {
            var guesser = new Browser(sites[i % sites.Length], $"192.{i / 250}.{i % 250}.7");
            answers.Add(await guesser.SignInAsync("owner@example.org", $"guess-number-{i}"));
        });
        Figures.Log($"guesses: {Figures.ByStatus(answers)}");
        // Only a password that was looked at is answered with 422.
        var verified = answers.Count(a => a.Status is 422 or 303);
        Figures.Row(
            "1,000 guesses at one account from 1,000 networks: passwords compared",
            "≤ 30",
            $"{verified} ({Figures.ByStatus(answers)})",
            verified <= 30);
        var back = await owner.SignInAsync("owner@example.org");
        Figures.Row(
            "its owner signs in from the known browser",
            "303",
            $"{back.Status} after {back.Took:F0} ms",
            back.Status == 303);
    }
}
