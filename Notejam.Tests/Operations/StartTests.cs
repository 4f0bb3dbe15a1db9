using System.Text.RegularExpressions;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>What is set wrongly stops the start with exit code 1 and one line that names it.</summary>
public sealed class StartTests(Postgres postgres)
{
    const string Anything = "Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none";

    [Theory]
    [InlineData("Production", "ConnectionStrings__notejam=", "ConnectionStrings__notejam is not set")]
    [InlineData("Production", "Site__PublicUrl=", "Site__PublicUrl is not set")]
    [InlineData("Production", "Smtp__Host=", "Smtp__Host is not set")]
    [InlineData("Development", "ConnectionStrings__notejam=Hots=here",
        "ConnectionStrings__notejam is not a PostgreSQL connection string")]
    [InlineData("Development", "Management__Port=none", "Management__Port")]
    [InlineData("Development", "Management__Port=0", "Management__Port: must be a port, 1 to 65535.")]
    [InlineData("Development", "Management__Prot=8081",
        "Management__Prot is not a setting. Known are Management__Port.")]
    [InlineData("Development", "Site__Theme=dark", "Site__Theme is not a setting")]
    [InlineData("Development", "Site__PublicUrl=notes.example.org",
        "Site__PublicUrl=notes.example.org is not an address")]
    [InlineData("Development", "Site__TimeZone=Mars/Olympus", "Site__TimeZone=Mars/Olympus is not a time zone")]
    [InlineData("Development", "Site__Proxies=10.0.0.0/8 nonsense", "Site__Proxies: nonsense is not a network")]
    [InlineData("Development", "History__KeepAllDays=0", "History__KeepAllDays=0 is not a number of days from 1 to")]
    [InlineData("Development", "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT must be the collector's address")]
    [InlineData("Development", "OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL must be grpc")]
    [InlineData("Development", "OTEL_EXPORTER_OTLP_HEADERS=junk", "OTEL_EXPORTER_OTLP_HEADERS must be pairs")]
    [InlineData("Development", "OTEL_EXPORTER_OTLP_TIMEOUT=soon", "OTEL_EXPORTER_OTLP_TIMEOUT must be a number")]
    [InlineData("Production", "ConnectionStrings__notejam=Host=here;Bogus=1",
        "ConnectionStrings__notejam is not a PostgreSQL connection string")]
    [InlineData("Development", "Smtp__Port=99999", "Smtp__Port: must be a port, 1 to 65535.")]
    [InlineData("Development", "Smtp__Host=smtp.example.org Smtp__Tls=false",
        "Smtp__Tls is false, but Smtp__Host=smtp.example.org is another host")]
    [InlineData("Development", "Smtp__User=notejam", "Of Smtp__User and Smtp__Password only one is set")]
    [InlineData("Development", "Smtp__From=nobody", "Smtp__From: must be an address")]
    [InlineData("Development", "ASPNETCORE_URLS=127.0.0.1:5000", "ASPNETCORE_URLS=127.0.0.1:5000")]
    [InlineData("Development", "ASPNETCORE_URLS=;", "ASPNETCORE_URLS=;: There must be at least one address")]
    [InlineData("Development", "ASPNETCORE_URLS=http://127.0.0.1:5000/path", "none with a path")]
    [InlineData("Development", "Site__PublicUrl=https://notes.example.org",
        "Site__PublicUrl is https, but ASPNETCORE_URLS has no https address and Site__Proxies is empty")]
    [InlineData("Development", "ConnectionStrings__notjam=Host=here ConnectionStrings__notejam=",
        "ConnectionStrings__notjam is not a setting")]
    [InlineData("Development", "NOTEJAM_DATE=/tmp", "NOTEJAM_DATE is not a setting. Known are NOTEJAM_DATA")]
    [InlineData("Development", "NOTEJAM_PG_BIN=/nowhere ConnectionStrings__notejam=",
        "NOTEJAM_PG_BIN=/nowhere holds no PostgreSQL programs")]
    public async Task A_wrong_setting_is_named(string environment, string settings, string message)
    {
        Dictionary<string, string> all = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["ConnectionStrings__notejam"] = Anything,
            ["Site__PublicUrl"] = "http://127.0.0.1",
            ["Smtp__Host"] = "127.0.0.1",
        };
        foreach (var setting in Regex.Split(settings, " (?=[A-Z]+_|ConnectionStrings|Smtp__)"))
            all[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        await using var app = NotejamProcess.Launch(all);
        Assert.Equal(1, await app.ExitAsync());
        Assert.StartsWith("Notejam cannot start: ", app.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains(message, app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using var first = NotejamApp.Start(connection);
        var taken = first.Address.GetLeftPart(UriPartial.Authority);
        await using var app = NotejamProcess.Launch(new()
        {
            ["ASPNETCORE_URLS"] = taken,
            ["ConnectionStrings__notejam"] = connection,
        });
        Assert.Equal(1, await app.ExitAsync());
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
        var told = $"Notejam cannot start: Failed to bind to address {taken}: address already in use. "
            + "Choose other ports with ASPNETCORE_URLS=";
        Assert.Contains(told, app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_brings_an_empty_database_up_to_date_and_a_second_time_changes_nothing()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        Dictionary<string, string> settings = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__notejam"] = connection,
        };
        for (var time = 0; time < 2; time++)
        {
            await using var migrate = NotejamProcess.Launch(settings, "migrate");
            Assert.Equal(0, await migrate.ExitAsync());
            Assert.Contains("The schema is up to date.", migrate.Output, StringComparison.Ordinal);
            Assert.Equal(1, await Postgres.ScalarAsync<long>(connection, "SELECT count(*) FROM data_protection_keys"));
        }
    }

    /// <summary>Its settings lie beside it; without them it would tell every statement.</summary>
    [Fact]
    public async Task In_any_folder_migrate_says_one_line()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        var (exit, output) = await Tool.RunAsync("env", "",
            "--chdir=/", $"ConnectionStrings__notejam={connection}", "ASPNETCORE_ENVIRONMENT=Production",
            "dotnet", Repository.Program("Notejam.Web"), "migrate");
        Assert.True(exit == 0, output);
        Assert.EndsWith("The schema is up to date.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("EntityFrameworkCore", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_wrong_is_named_at_once()
    {
        var wrong = await postgres.CreateDatabaseAsync() + ";Password=wrong";
        await using var app = NotejamProcess.Launch(new() { ["ConnectionStrings__notejam"] = wrong });
        Assert.Equal(1, await app.ExitAsync());
        Assert.StartsWith("Notejam cannot start: the database of ", app.Output.TrimStart(), StringComparison.Ordinal);
        var told = ", does not answer: 28P01: password authentication failed";
        Assert.Contains(told, app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_ends_with_1_and_names_the_known_one()
    {
        await using var app = NotejamProcess.Launch(new() { ["ConnectionStrings__notejam"] = Anything }, "migrat");
        Assert.Equal(1, await app.ExitAsync());
        Assert.Contains("'migrat' is not a command. The only one is 'migrate'", app.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--theme")]
    [InlineData("--theme", "dark")]
    [InlineData("migrate", "--all")]
    public async Task An_unknown_option_ends_with_1_and_starts_nothing(params string[] arguments)
    {
        await using var app = NotejamProcess.Launch(new() { ["ConnectionStrings__notejam"] = Anything }, arguments);
        Assert.Equal(1, await app.ExitAsync());
        Assert.Contains("' is not an option.", app.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_is_shown_and_starts_nothing(string option)
    {
        await using var app = NotejamProcess.Launch(new() { ["ConnectionStrings__notejam"] = Anything }, option);
        Assert.Equal(0, await app.ExitAsync());
        Assert.Contains("Notejam.Web migrate", app.Output, StringComparison.Ordinal);
    }
}
