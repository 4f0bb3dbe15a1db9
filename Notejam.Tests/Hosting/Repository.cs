using System.IO.Enumeration;

namespace Notejam.Tests.Hosting;

/// <summary>The files of the repository that the tests were built from.</summary>
static class Repository
{
    /// <summary>Links are not followed: the images that other tests unpack into artifacts lead in circles.</summary>
    static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>One of our programs, built as the tests are.</summary>
    public static string Program(string project)
    {
        var isRelease = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal);
        var configuration = isRelease ? "Release" : "Debug";
        return Path.Combine(Root, project, "bin", configuration, "net10.0", $"{project}.dll");
    }

    /// <summary>Those that match, such as "*.sh", also what restore writes to obj, but not what was built.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        new FileSystemEnumerable<string>(Root, (ref entry) => entry.ToFullPath(), WithoutLinks)
        {
            ShouldIncludePredicate = (ref entry) =>
                !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(pattern, entry.FileName),
            ShouldRecursePredicate = (ref entry) => entry.FileName is not (".git" or "bin" or "artifacts"),
        };

    static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Notejam.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
