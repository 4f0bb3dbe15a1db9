using System.Collections.Concurrent;
using System.Globalization;

namespace Attack;

/// <summary>What was measured, and whether it is what was promised.</summary>
static class Figures
{
    public static int Missed { get; private set; }

    public static void Row(string what, string wanted, string measured, bool met)
    {
        if (!met) Missed++;
        Console.WriteLine($"| {what} | {wanted} | {measured} | {(met ? "met" : "**missed**")} |");
    }

    public static void Log(string progress) => Console.Error.WriteLine(progress);

    /// <summary>The value that this share of all is not above; 0 if there are none.</summary>
    public static double Quantile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }

    /// <summary>Such as "200: 12, 503: 3".</summary>
    public static string ByStatus(IEnumerable<Answer> answers)
    {
        var counts = answers.GroupBy(a => a.Status).OrderBy(g => g.Key);
        return string.Join(", ", counts.Select(g => $"{Name(g.Key)}: {g.Count()}"));

        static string Name(int status) => status == 0 ? "broken" : status.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>As many at once, each again and again for so long.</summary>
    public static async Task<ConcurrentBag<Answer>> CrowdAsync(
        int people, TimeSpan time, Func<int, Task<Answer>> act, int pauseAfterRefusal = 0)
    {
        var answers = new ConcurrentBag<Answer>();
        using var end = new CancellationTokenSource(time);
        await Task.WhenAll(Enumerable.Range(0, people).Select(async person =>
        {
            await Task.Yield();
            while (!end.IsCancellationRequested)
            {
                var answer = await act(person);
                answers.Add(answer);
                // What breaks at once must not spin.
                var pause = answer.Status == 0 ? 100 : answer.Status == 503 ? pauseAfterRefusal : 0;
                if (pause > 0) await Task.Delay(pause);
            }
        }));
        return answers;
    }
}
