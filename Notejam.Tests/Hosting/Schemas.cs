namespace Notejam.Tests.Hosting;

/// <summary>Other people's schemas, which lie beside the repository and not in it.</summary>
static class Schemas
{
    /// <summary>Where one is; a test that needs it is skipped in a clone that stands alone, and says so.</summary>
    public static string Find(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "schemas", name));
        Assert.SkipUnless(File.Exists(file), $"../shared/schemas/{name} is not there");
        return file;
    }
}
