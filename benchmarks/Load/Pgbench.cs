using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Load;

/// <summary>The statements of a list without any program around them; the variables of libpq say where.</summary>
static partial class Pgbench
{
    /// <summary>Milliseconds of CPU that PostgreSQL needs for one list, and lists a second.</summary>
    public static async Task<(double Each, double Rate)> MeasureAsync(
        string file, int connections, TimeSpan time, int postmaster)
    {
        var key = SHA256.HashData(Encoding.ASCII.GetBytes(Person.Email(Person.WithFifty)));
        var start = new ProcessStartInfo("pgbench",
            [
                "--no-vacuum", "--protocol=prepared", $"--client={connections}", $"--time={time.TotalSeconds}",
                $"--define=owner={Person.Id(Person.WithFifty)}", $"--define=key=\\x{Convert.ToHexString(key)}",
                "--define=rows=51", $"--file={file}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var cpu = Cpu.OfPostgres(postmaster);
        using var pgbench = Process.Start(start)!;
        var errors = pgbench.StandardError.ReadToEndAsync();
        var output = await pgbench.StandardOutput.ReadToEndAsync();
        await pgbench.WaitForExitAsync();
        cpu = Cpu.OfPostgres(postmaster) - cpu;
        var done = Number(Done().Match(output));
        if (pgbench.ExitCode != 0 || done == 0) throw new BenchmarkException($"pgbench: {await errors}");
        return (1000 * cpu / done, Number(Rate().Match(output)));
    }

    static double Number(Match found) =>
        double.TryParse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"actually processed: (\d+)")]
    private static partial Regex Done();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Rate();
}
