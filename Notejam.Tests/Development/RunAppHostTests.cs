extern alias AppHost;

using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Development;

/// <summary>What <c>dotnet run --project Notejam.AppHost</c> starts on a machine without containers.</summary>
public sealed class RunAppHostTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_served_both_services_are_scraped_and_a_page_is_traced_to_its_SQL()
    {
        var data = TempFolder.Create("apphost");
        await using var collector = await Collector.StartAsync();
        await using (var composed = await ComposeAsync(data, collector))
        {
            await composed.StartAsync(Cancel);
            foreach (var resource in new[] { "postgres", "web", "backup", "prometheus" })
                await composed.ResourceNotifications.WaitForResourceHealthyAsync(resource, Cancel);

            var address = composed.GetEndpoint("web", "http");
            using var person = new Person(address);
            await person.SignUpAsync(Person.NewEmail());
            await person.SignInAsync();
            await person.NoteAsync("Written under Aspire");
            await person.SubmitAsync("/forgot-password/", ("email", person.Email));
            await Until.TrueAsync(() => Mails(data).Length > 0);
            var mail = await File.ReadAllTextAsync(Mails(data).Single(), Cancel);
            Assert.Contains($"{address.ToString().TrimEnd('/')}/forgot-password/", mail, StringComparison.Ordinal);

            using var prometheus = composed.CreateHttpClient("prometheus", "http");
            await Until.TrueAsync(async () => (await UpAsync(prometheus)).SequenceEqual(["backup", "web"]));
            await Until.TrueAsync(() =>
                collector.Of("/v1/traces").Contains("INSERT INTO notes", StringComparison.Ordinal));
        }
        Assert.Empty(Directory.EnumerateFiles(data, "postmaster.pid", SearchOption.AllDirectories));
        Directory.Delete(data, recursive: true);
    }

    static async Task<DistributedApplication> ComposeAsync(string data, Collector collector)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<AppHost::Projects.Notejam_AppHost>(
            [$"--NOTEJAM_DATA={data}"], Cancel);
        var web = builder.Resources.OfType<ProjectResource>().Single(r => r.Name == "web");
        builder.CreateResourceBuilder(web)
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)
            .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        return await builder.BuildAsync(Cancel);
    }

    static string[] Mails(string data)
    {
        var folder = Path.Combine(data, "mail");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [];
    }

    static async Task<IEnumerable<string?>> UpAsync(HttpClient prometheus)
    {
        using var answer = JsonDocument.Parse(await prometheus.GetStringAsync("/api/v1/query?query=up==1", Cancel));
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Select(up => up.GetProperty("metric").GetProperty("job").GetString())
                .Order(),
        ];
    }
}
