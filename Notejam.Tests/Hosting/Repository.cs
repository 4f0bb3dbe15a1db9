namespace Notejam.Tests.Hosting;

/// <summary>The files of the repository that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) => File.Exists(Path.Combine(folder, "Notejam.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
