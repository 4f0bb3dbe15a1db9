using System.Text.RegularExpressions;
using Notejam.ServiceDefaults;

namespace Notejam.Web;

/// <summary>What may stand behind the program's name: one command, and settings as ASP.NET Core reads them.</summary>
static partial class CommandLine
{
    public const string Migrate = "migrate", Help = "--help";

    /// <summary>
    /// Where settings and assets are: the current folder if it is the project's, as with <c>dotnet run</c>, else beside
    /// the program.
    /// </summary>
    public static string? Home => File.Exists("appsettings.json") ? null : AppContext.BaseDirectory;

    /// <summary>The command, or null to serve.</summary>
    /// <exception cref="ConfigurationException">There is something else.</exception>
    public static string? Read(string[] args)
    {
        if (args is [Help or "-h" or "-?", ..]) return Help;
        var command = args is [['-', ..], ..] or [] ? null : args[0];
        if (command is not (null or Migrate))
            throw new ConfigurationException($"'{command}' is not a command. The only one is '{Migrate}'.");
        if (args.Skip(command is null ? 0 : 1).FirstOrDefault(a => !Setting().IsMatch(a)) is { } unknown)
            throw new ConfigurationException(
                $"'{unknown}' is not an option. Settings are variables of the environment, see docs/configuration.md.");
        return command;
    }

    public static int ShowHelp()
    {
        Console.WriteLine("""
            Notejam.Web            serves Notejam until it is stopped
            Notejam.Web migrate    brings the schema of the database up to date; exit code 0, or 1 and the reason

            Settings come from the environment, such as ConnectionStrings__notejam and ASPNETCORE_URLS:
            see docs/configuration.md.
            """);
        return 0;
    }

    [GeneratedRegex("^--[^=]+=")]
    private static partial Regex Setting();
}
