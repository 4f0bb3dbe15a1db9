using System.Diagnostics;

namespace Notejam.Tests.Hosting;

/// <summary>A program of the machine, run to its end.</summary>
static class Tool
{
    /// <summary>Also where only root looks.</summary>
    public static bool Exists(string program)
    {
        var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':');
        return folders.Any(f => File.Exists(Path.Combine(f, program)));
    }

    /// <summary>Its exit code and all that it printed.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(
        string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
