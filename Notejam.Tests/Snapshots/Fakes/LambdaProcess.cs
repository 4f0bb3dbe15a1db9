using Notejam.Tests.Hosting;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// One running function: the published executable with the environment that Lambda gives it, and no more.
/// </summary>
sealed class LambdaProcess : IAsyncDisposable
{
    readonly RunningProcess process;

    public LambdaProcess(
        PublishedLambda published, FakeRuntimeApi api, Uri rds, string handler,
        params (string Name, string? Value)[] environment)
    {
        (string Name, string? Value)[] all =
        [
            ("AWS_LAMBDA_RUNTIME_API", api.Address),
            ("_HANDLER", handler),
            ("AWS_REGION", SignatureV4.Region),
            ("AWS_ENDPOINT_URL_RDS", rds.ToString()),
            ("AWS_ACCESS_KEY_ID", SignatureV4.KeyId),
            ("AWS_SECRET_ACCESS_KEY", SignatureV4.Secret),
            ("AWS_SESSION_TOKEN", "token/of+the=role"),
            ("Snapshots__Instance", RdsAccount.Instance),
            ("Snapshots__Bucket", RdsAccount.Bucket),
            ("Snapshots__Prefix", RdsAccount.Prefix),
            ("Snapshots__RoleArn", RdsAccount.Role),
            ("Snapshots__KeyId", RdsAccount.Key),
            .. environment,
        ];
        var set = all.GroupBy(v => v.Name).Select(v => v.Last()).Where(v => v.Value is not null);
        process = RunningProcess.Start(
            "env", ["-i", .. set.Select(v => $"{v.Name}={v.Value}"), published.Bootstrap]);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int Code, string Errors)> ExitAsync() => (await process.ExitAsync(), process.Errors);

    /// <summary>Ends it, as Lambda does, and returns what it has logged.</summary>
    public async Task<string> StopAsync()
    {
        process.Kill();
        await process.ExitAsync();
        return process.Output;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
