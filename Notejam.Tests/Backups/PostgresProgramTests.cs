using Notejam.Backup.Backups;
using Notejam.ServiceDefaults;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Backups;

/// <summary>Which pg_dump is taken; the programs here only say their version.</summary>
public sealed class PostgresProgramTests : IDisposable
{
    readonly string root = TempFolder.Create("programs");

    [Theory]
    [InlineData(15, "15.18")]
    [InlineData(16, "17.2")]
    [InlineData(17, "17.2")]
    public void The_oldest_that_is_new_enough(int server, string taken)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        string[] folders = [Folder("18.4"), Folder("15.18"), Folder("17.2"), Folder("14.9")];
        Assert.Equal(taken, PostgresProgram.FindIn(folders, "pg_dump", server).Version);
    }

    [Fact]
    public void One_that_is_too_old_is_named_with_what_to_install()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        var error = Assert.Throws<ConfigurationException>(() =>
            PostgresProgram.FindIn([Folder("15.18")], "pg_dump", 17));
        Assert.StartsWith(
            "pg_dump 15.18 is too old: version 17 or newer is needed. "
            + "Install it (Debian, Ubuntu: apt-get install postgresql-client-17;",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("NOTEJAM_PG_BIN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_one_is_named_with_what_to_install()
    {
        var error = Assert.Throws<ConfigurationException>(() => PostgresProgram.FindIn([root], "pg_restore", 15));
        const string missing = "pg_restore was not found on this machine. Install it ";
        Assert.StartsWith(missing, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    string Folder(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, version)).FullName;
        var program = Path.Combine(folder, "pg_dump");
        File.WriteAllText(program, $"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version} (Debian)'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return folder;
    }
}
