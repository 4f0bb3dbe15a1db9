using Amazon.Runtime;
using Amazon.S3;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Notejam.Backup.Stores;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Stores.Faulty;

/// <summary>
/// S3 over HTTP that goes wrong when it is told to. A call is named by its kind and the last part of its key, such as
/// "put dump".
/// </summary>
sealed class FaultyS3 : IAsyncDisposable
{
    public const string Bucket = "bucket";

    /// <summary>
    /// How long a store waits in tests. A busy machine may stall a good call for longer; that is then tried again.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly Lock one = new();
    LoopbackServer server = null!;
    string faultyCall = "";
    Fault? fault;
    int faults;

    public S3Objects Objects { get; } = new();

    public Uri Address => server.Address;

    /// <summary>What the SDK reads in a process of its own.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["AWS_ENDPOINT_URL"] = Address.ToString(),
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["Backup__Store"] = $"s3://{Bucket}/prefix",
    };

    public static async Task<FaultyS3> StartAsync()
    {
        var s3 = new FaultyS3();
        s3.server = await LoopbackServer.StartAsync(s3.AnswerAsync);
        return s3;
    }

    /// <summary>From now on a call goes wrong so many times.</summary>
    public void Fail(string call, string how, int times = int.MaxValue)
    {
        lock (one)
        {
            faultyCall = call;
            fault = Faults.All[how];
            faults = times;
        }
    }

    public void Heal() => Fail("", "cut", 0);

    /// <summary>As the program connects, with less patience.</summary>
    public IStore Store(int retries = 1, int partSize = S3Upload.PartSize)
    {
        var settings = S3Connection.Settings(Patience);
        settings.ServiceURL = Address.ToString();
        settings.AuthenticationRegion = "us-east-1";
        settings.ForcePathStyle = true;
        settings.MaxErrorRetry = retries;
        var client = new AmazonS3Client(new BasicAWSCredentials("test", "test"), settings);
        return new S3Store(client, Bucket, "prefix/", kmsKey: null, partSize);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    async Task AnswerAsync(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var path = context.Request.Path.Value!.Split('/', 3);
        var key = path.Length == 3 ? path[2] : "";
        S3Answer Answer() => path[1] == Bucket
            ? Objects.Answer(context.Request, key, body.ToArray())
            : S3Answer.Error(404, "NoSuchBucket");
        if (FaultOf(Name(context.Request, key)) is { } wrong) await wrong(context, Answer);
        else await Answer().SendAsync(context);
    }

    Fault? FaultOf(string call)
    {
        lock (one)
        {
            if (call != faultyCall || faults == 0) return null;
            faults--;
            return fault;
        }
    }

    static string Name(HttpRequest request, string key)
    {
        var kind = (request.Method, request.Query.ContainsKey("uploadId")) switch
        {
            ("PUT", true) => "part",
            ("POST", true) => "complete",
            ("POST", false) => "begin",
            ("DELETE", true) => "abort",
            ("GET", _) when key.Length == 0 => "list",
            _ => request.Method.ToLowerInvariant(),
        };
        return $"{kind} {key.Split('/')[^1]}".TrimEnd();
    }
}
