using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>
/// During a roll-out, and after a rollback, this version runs on the schema of the next one. Its tests run once more,
/// in a process of their own, on databases that have that schema.
/// </summary>
public sealed class NextSchemaTests
{
    static readonly string Expand =
        File.ReadAllText(Path.Combine(Repository.Root, "Notejam.Tests", "Operations", "next-schema.sql"));

    static readonly string[] Features =
    [
        "Notejam.Tests.Notes", "Notejam.Tests.Pads", "Notejam.Tests.Archive", "Notejam.Tests.Trash",
        "Notejam.Tests.History", "Notejam.Tests.Search", "Notejam.Tests.Accounts",
    ];

    /// <summary>Minutes of rounds and waits each; their statements are also run by the tests beside them.</summary>
    static readonly string[] Repeating =
    [
        "*.PasswordRaceTests", "*.LimitTests", "*.OutboxTests", "*.RepeatTests", "*.SaveRaceTests", "*.TrashModelTests",
        "*.SearchQueryTests",
    ];

    [Fact]
    public async Task On_a_schema_that_was_expanded_the_tests_of_this_version_pass()
    {
        var (exit, output) = await TestAsync(Expand, Features);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public async Task On_a_schema_that_was_contracted_at_once_they_fail()
    {
        var (exit, output) = await TestAsync("ALTER TABLE notes RENAME COLUMN text TO body", "Notejam.Tests.Pads");
        Assert.True(exit != 0, output);
        Assert.Contains("column \"text\" of relation \"notes\" does not exist", output, StringComparison.Ordinal);
    }

    static Task<(int Exit, string Output)> TestAsync(string schema, params string[] namespaces)
    {
        // One class at a time: others run beside it, which wait for their own limits of time.
        string[] arguments =
        [
            typeof(NextSchemaTests).Assembly.Location, "--no-progress", "--max-threads", "1",
            "--filter-namespace", .. namespaces,
            "--filter-not-class", .. Repeating,
        ];
        return Tool.RunAsync("dotnet", arguments, new Dictionary<string, string>
        {
            ["NOTEJAM_TEST_NEXT_SCHEMA"] = schema,
        });
    }
}
