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

    /// <summary>These programs are not everywhere, and the tests of the application do not need them.</summary>
    public static void SkipWithout(params string[] programs)
    {
        foreach (var program in programs) Assert.SkipUnless(Exists(program), $"{program} is not installed");
    }

    /// <summary>Its exit code and all that it printed.</summary>
    public static Task<(int Exit, string Output)> RunAsync(string program, string input, params string[] arguments) =>
        RunAsync(program, arguments, input: input);

    public static async Task<(int Exit, string Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null,
        string input = "")
    {
        await using var process = RunningProcess.Start(program, arguments, environment, folder, input);
        return (await process.ExitAsync(), process.All);
    }
}
