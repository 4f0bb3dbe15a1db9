using Notejam.Tests.Hosting;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Stores;

/// <summary>How the program reaches S3 by its environment, as a process.</summary>
public sealed class S3ConnectionTests : WithFaultyS3
{
    /// <summary>Only Amazon makes each bucket a host of its own.</summary>
    [Fact]
    public async Task An_endpoint_by_the_name_of_its_host_is_asked_for_the_bucket_by_path()
    {
        S3.Objects.Set("prefix/2026-11-25T000000.000Z/manifest.json", "{}"u8.ToArray());
        var environment = S3.Environment;
        environment["AWS_ENDPOINT_URL"] = $"http://localhost:{S3.Address.Port}";
        var (exit, output, errors) = await BackupProcess.RunAsync(environment, "list");
        Assert.True(exit == 0, errors);
        Assert.StartsWith("2026-11-25T000000.000Z  ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_named()
    {
        var environment = S3.Environment;
        environment["AWS_ENDPOINT_URL"] = "http://no-such-host.invalid:9000";
        var (exit, _, errors) = await BackupProcess.RunAsync(environment, "list");
        Assert.Equal(3, exit);
        const string Failed = "Notejam.Backup: Backups cannot be listed in s3://bucket/prefix/: ";
        Assert.StartsWith(Failed, errors, StringComparison.Ordinal);
        Assert.Contains("no-such-host.invalid:9000", errors, StringComparison.Ordinal);
        Assert.Contains("(AWS_ENDPOINT_URL)", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_no_address_is_named()
    {
        var environment = S3.Environment;
        environment["AWS_ENDPOINT_URL"] = "not an address";
        var (exit, _, errors) = await BackupProcess.RunAsync(environment, "list");
        Assert.Equal(1, exit);
        Assert.Equal("Notejam.Backup: AWS_ENDPOINT_URL is no address such as https://s3.example.org.", errors);
    }

    [Theory]
    [InlineData("cut in the body", "manifest.json cannot be read")]
    [InlineData("clock", "Set this machine's clock.")]
    public async Task What_fails_ends_with_3_and_one_line(string how, string named)
    {
        S3.Objects.Set("prefix/2026-11-25T000000.000Z/manifest.json", new byte[1000]);
        S3.Fail(how == "clock" ? "list" : "get manifest.json", how);
        var (exit, _, errors) = await BackupProcess.RunAsync(S3.Environment, "verify");
        Assert.Equal(3, exit);
        Assert.Contains("s3://bucket/prefix/: ", errors, StringComparison.Ordinal);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}
