using Notejam.Tests.Hosting;

namespace Notejam.Tests.Manifests;

public sealed class KubernetesSchemaTests
{
    static readonly Lazy<KubernetesSchema> Loaded = new(KubernetesSchema.Load);

    public static TheoryData<string> Environments => [.. Cluster.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Every_object_of_an_environment_is_one_that_Kubernetes_1_35_knows(string environment)
    {
        var kubernetes = Loaded.Value;
        var cluster = await Cluster.RenderAsync(environment);
        Assert.True(cluster.Objects.Count > 40, $"only {cluster.Objects.Count} objects");
        foreach (var manifest in cluster.Objects)
        {
            var errors = await kubernetes.ErrorsAsync(manifest);
            Assert.True(errors.Count == 0, $"{Cluster.NameOf(manifest)}: {string.Join("; ", errors)}");
        }
    }

    [Theory]
    [InlineData("Deployment/web", "spec/template/spec/containers/0/livenessProb", "{}",
        "NoAdditionalPropertiesAllowed")]
    [InlineData("Deployment/web", "spec/template/spec/containers/0/ports/0/containerPort", "'8080'", "IntegerExpected")]
    [InlineData("Deployment/web", "spec/selector", "", "PropertyRequired")]
    [InlineData("HorizontalPodAutoscaler/web", "spec/maxReplicaz", "12", "NoAdditionalPropertiesAllowed")]
    [InlineData("PodDisruptionBudget/web", "apiVersion", "policy/v1beta1", "no apiVersion")]
    [InlineData("Ingress/web", "kind", "Ingres", "has no Ingres")]
    public async Task What_it_does_not_know_is_found(string manifest, string where, string value, string error)
    {
        var kubernetes = Loaded.Value;
        var broken = (await Cluster.RenderAsync("production")).Find(manifest);
        broken.Set(where, Yaml.Value(value));
        Assert.Contains(await kubernetes.ErrorsAsync(broken), e => e.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Every_object_of_an_environment_is_one_that_KubernetesClient_has(string environment)
    {
        var cluster = await Cluster.RenderAsync(environment);
        Assert.True(cluster.Objects.Count > 40, $"only {cluster.Objects.Count} objects");
        Assert.All(cluster.Objects, o => Assert.Null(KubernetesModels.Error(o)));
    }

    [Theory]
    [InlineData("Deployment/web", "spec/template/spec/containers/0/livenessProb", "{}", "could not be mapped")]
    [InlineData("Deployment/web", "spec/template/spec/containers/0/ports/0/containerPort", "'8080'", "to System.Int32")]
    [InlineData("HorizontalPodAutoscaler/web", "spec/maxReplicaz", "12", "could not be mapped")]
    [InlineData("PodDisruptionBudget/web", "apiVersion", "policy/v1beta1", "no apiVersion")]
    [InlineData("Ingress/web", "kind", "Ingres", "has no Ingres")]
    public async Task What_KubernetesClient_does_not_have_is_found(
        string manifest, string where, string value, string error)
    {
        var broken = (await Cluster.RenderAsync("production")).Find(manifest);
        Assert.Null(KubernetesModels.Error(broken));
        broken.Set(where, Yaml.Value(value));
        Assert.Contains(error, KubernetesModels.Error(broken), StringComparison.Ordinal);
    }
}
