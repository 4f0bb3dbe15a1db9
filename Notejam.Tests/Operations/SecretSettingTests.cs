using Notejam.ServiceDefaults;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Operations;

/// <summary>A setting that can hold a secret is never repeated, least of all when it cannot be read.</summary>
public sealed class SecretSettingTests
{
    const string IsNone = "is not a PostgreSQL connection string";

    const string Form = "Host=...;Database=notejam;Username=...;Password=...";

    const string NoHost = "has a Host that cannot be one", Semicolon = "the semicolon before it is missing";

    public static TheoryData<string, string> ConnectionStrings => new()
    {
        {
            "postgres://mira:S3cret@db.example.org/notejam",
            "is an address (...://...). Npgsql reads pairs: write \"" + Form
        },
        { "postgresql://mira:S3cret@db.example.org/notejam?sslmode=require", "is an address (...://...)" },
        { "jdbc:postgresql://db.example.org/notejam?user=mira&password=S3cret", "is an address (...://...)" },
        { "Host=db.example.org;Username=mira;Password=S3;cret", IsNone },
        { "Host=db.example.org;Username=mira;Password=S3;cret=1", "the key after password is none of Npgsql's" },
        { "Host=db.example.org;Username=mira;Password=\"S3cret", IsNone },
        { "Host=db.example.org;Port=S3cret", "the value of port is not one that it can have" },
        { "Host=db.example.org;SSL Mode=S3cret", "the value of ssl mode is not one that it can have" },
        { "S3cret", IsNone },
        { "S3cret=x", "its first key is none of Npgsql's" },
        { "Password=S3cret", "names no Host" },
        { "host=127.0.0.1 port=6120 user=mira password=S3cret dbname=notejam", NoHost },
        { "Host=postgres://mira:S3cret@db.example.org/notejam", NoHost },
        { "Host=mira:S3cret@db.example.org;Port=5432", NoHost },
        { "Host=db.example.org:S3cret", NoHost },
        { "Host=db.example.org,mira:S3cret@other.example.org", NoHost },
        { "Host=127.0.0.1;Username=mira;Database=notejam Password=S3cret", Semicolon },
        { "Host=127.0.0.1;Database=notejam;Username=mira, Password = S3cret", Semicolon },
        { "Host=127.0.0.1;Database=notejam;Username=mira pwd=S3cret", Semicolon },
    };

    [Theory]
    [MemberData(nameof(ConnectionStrings))]
    public async Task Of_a_connection_string_only_the_name_is_told(string value, string message)
    {
        using var site = new BackupSite("Host=127.0.0.1;Port=1;Database=none");
        Dictionary<string, string> settings = new()
        {
            ["Backup__Store"] = site.Folder,
            ["ConnectionStrings__notejam"] = value,
        };
        var (exit, output, errors) = await BackupProcess.RunAsync(settings, "backup");
        AssertTold(exit, output + errors, "ConnectionStrings__notejam", message);

        await using var web = NotejamProcess.Launch(new() { ["ConnectionStrings__notejam"] = value });
        AssertTold(await web.ExitAsync(), web.Output, "ConnectionStrings__notejam", message);
    }

    [Fact]
    public async Task A_scratch_server_is_named_as_such()
    {
        const string Nowhere = "Host=127.0.0.1;Port=1;Database=none";
        var connection = new Dictionary<string, string> { ["ConnectionStrings__notejam"] = Nowhere };
        using var site = new BackupSite(Nowhere);
        connection["ConnectionStrings__scratch"] = "postgres://mira:S3cret@db.example.org";
        connection["Backup__Store"] = site.Folder;
        var backup = Directory.CreateDirectory(Path.Combine(site.Folder, "2026-11-25T000000.000Z")).FullName;
        await File.WriteAllTextAsync(Path.Combine(backup, "manifest.json"), """
            {"format": 1, "takenAt": "2026-11-25T00:00:00+00:00", "size": 1, "sha256": "", "schema": "", "tables": [],
             "versions": {"server": "15.1", "pgDump": "15.1", "notejam": ""}}
            """, TestContext.Current.CancellationToken);
        var (exit, output, errors) = await BackupProcess.RunAsync(connection, "drill");
        AssertTold(exit, output + errors, "ConnectionStrings__scratch", "is an address (...://...)");
    }

    [Theory]
    [InlineData("s3://key:S3cret@bucket/prefix")]
    [InlineData("https://key:S3cret@bucket.example.org")]
    public async Task A_store_that_is_none_is_not_repeated(string place)
    {
        var (exit, output, errors) = await BackupProcess.RunAsync(new() { ["Backup__Store"] = place }, "list");
        AssertTold(exit, output + errors, "Backup__Store", "such as s3://notejam-backups/production");
    }

    /// <summary>What is right is read, also with a password that is quoted.</summary>
    [Fact]
    public void A_quoted_password_is_read()
    {
        var read = ConnectionString.Read("ConnectionStrings__notejam", "Host=h;Password='S3;cr\"et '");
        Assert.Equal("S3;cr\"et ", read.Password);
    }

    static void AssertTold(int exit, string said, string setting, string message)
    {
        Assert.Equal(1, exit);
        Assert.Contains(setting, said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }
}
