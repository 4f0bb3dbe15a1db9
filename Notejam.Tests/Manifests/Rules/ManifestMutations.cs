using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests.Rules;

/// <summary>One change each to what production is: the object, where in it, and the new value.</summary>
static class ManifestMutations
{
    public const string WebDeployment = "Deployment/web", BackupDeployment = "Deployment/backup";
    public const string Job = "Job/migrations-0123456789ab";
    public const string Pod = "spec/template/spec", Container = $"{Pod}/containers/0";
    public const string Annotations = "metadata/annotations/alb.ingress.kubernetes.io~1";

    public static Mutation<Cluster> Set(string manifest, string where, string yaml) =>
        new($"{manifest}: {where} is {yaml}", cluster => Changed(cluster, manifest, where, yaml));

    public static Mutation<Cluster> Remove(string manifest, string where) =>
        new($"{manifest}: {where} is gone", cluster => Changed(cluster, manifest, where, ""));

    public static Mutation<Cluster> Remove(string manifest) =>
        new($"{manifest} is gone", cluster => cluster.Without(cluster.Find(manifest)));

    static Cluster Changed(Cluster cluster, string manifest, string where, string yaml)
    {
        var copy = cluster.Copy();
        copy.Find(manifest).Set(where, Yaml.Value(yaml));
        return copy;
    }
}
