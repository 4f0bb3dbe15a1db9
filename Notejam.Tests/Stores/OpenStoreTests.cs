using Microsoft.Extensions.Configuration;
using Notejam.Backup;
using Notejam.Backup.Stores;
using Notejam.ServiceDefaults;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Stores;

/// <summary>Which place the settings mean.</summary>
public sealed class OpenStoreTests(Postgres postgres)
{
    const string Beside = " is in NOTEJAM_DATA, beside the data that it protects: what destroys one destroys both.";

    static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/", "")]
    [InlineData("~/back/ups", "back/ups")]
    public void A_tilde_is_the_home_folder_in_every_setting_that_names_a_folder(string given, string inHome)
    {
        var expected = Path.Combine(Home, inHome);
        Assert.Equal(expected, OpenStore.From(new BackupSettings { Store = given }, Settings([]), "Production").Name);
        Assert.Equal(expected, DataFolder.Path(Settings(new() { ["NOTEJAM_DATA"] = given })));
    }

    [Theory]
    [InlineData("/srv/~")]
    [InlineData("/srv/~/backups")]
    public void A_tilde_elsewhere_is_a_letter(string given) =>
        Assert.Equal(given, OpenStore.From(new BackupSettings { Store = given }, Settings([]), "Production").Name);

    [Theory]
    [InlineData(null, true)]
    [InlineData("/srv/notejam/elsewhere", true)]
    [InlineData("/srv/notejam", true)]
    [InlineData("/srv/notejam-backups", false)]
    [InlineData("/srv/..backups", false)]
    public async Task That_backups_lie_beside_their_data_is_known(string? store, bool beside)
    {
        var settings = Settings(new() { ["NOTEJAM_DATA"] = "/srv/notejam", ["Backup:Store"] = store });
        await using var resources = new BackupResources(settings, "Development");
        Assert.Equal(beside, resources.Warning is not null);
    }

    [Fact]
    public async Task A_backup_beside_its_data_is_made_and_it_is_said_where_to_put_it()
    {
        using var site = new BackupSite(await postgres.CreateDatabaseAsync());
        Dictionary<string, string> environment = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__notejam"] = site.Connection,
            ["NOTEJAM_DATA"] = site.Folder,
        };
        var (exit, _, errors) = await BackupProcess.RunAsync(environment, "backup");
        Assert.Equal(0, exit);
        var place = Path.Combine(site.Folder, "backups");
        var told = $"{place}{Beside} Set Backup__Store to a folder on another disk, or to a bucket.";
        Assert.Contains(told, errors, StringComparison.Ordinal);
    }

    static IConfiguration Settings(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
