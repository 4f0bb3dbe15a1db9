using System.Diagnostics;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>
/// One running function: the published executable with the environment that Lambda gives it, and no more.
/// </summary>
sealed class LambdaProcess : IAsyncDisposable
{
    readonly Process process;
    readonly Task<string> output, errors;

    public LambdaProcess(
        PublishedLambda published, FakeRuntimeApi api, Uri rds, string handler,
        params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(published.Bootstrap)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string?)[] all =
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
        start.Environment.Clear();
        foreach (var (name, value) in all) start.Environment[name] = value;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int Code, string Errors)> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await errors);
    }

    /// <summary>Ends it, as Lambda does, and returns what it has logged.</summary>
    public async Task<string> StopAsync()
    {
        process.Kill();
        return await output;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
