using System.Net;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using Notejam.Backup.Snapshots.Rds;
using Notejam.Tests.Hosting;
using Notejam.Tests.Models;

namespace Notejam.Tests.Snapshots;

/// <summary>
/// The client, where the functions' tests do not show it: what the SDK adds, and answers that RDS should not give.
/// </summary>
public sealed class RdsClientTests : RdsTests
{
    [Fact]
    public async Task A_throttled_call_is_tried_again_twice()
    {
        Refuse("DescribeDBSnapshots", "Throttling", "Throttling");
        using var client = Client(Rds.Address);
        Assert.Null(await client.FindDBSnapshotAsync(Today, Cancel));
        Assert.Equal(3, Rds.Calls.Count);
    }

    [Theory]
    [InlineData("another-key", SignatureV4.Secret, "InvalidClientTokenId")]
    [InlineData(SignatureV4.KeyId, "another-secret", "SignatureDoesNotMatch")]
    public async Task Wrong_credentials_are_refused_by_the_fake(string key, string secret, string code)
    {
        using var client = Client(Rds.Address, new BasicAWSCredentials(key, secret));
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => client.FindDBSnapshotAsync(Today, Cancel));
        Assert.Equal(code, error.ErrorCode);
        Assert.Empty(Rds.Calls);
    }

    [Fact]
    public async Task Credentials_of_a_role_are_signed_with_their_token()
    {
        var role = new SessionAWSCredentials(SignatureV4.KeyId, SignatureV4.Secret, "token/of+the=role");
        using var client = Client(Rds.Address, role);
        Assert.Null(await client.FindDBSnapshotAsync(Today, Cancel));
    }

    [Fact]
    public void In_AWS_it_calls_the_Regions_own_endpoint()
    {
        Assert.Equal("https://rds.eu-west-1.amazonaws.com/", EndpointIn("eu-west-1"));
        Assert.Equal("https://rds.cn-north-1.amazonaws.com.cn/", EndpointIn("cn-north-1"));

        static string EndpointIn(string region) => new RdsConfig(region).DetermineServiceOperationEndpoint(null!).URL;
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("Bad gateway")]
    [InlineData("")]
    public async Task An_error_that_is_not_of_RDS_is_told_with_its_status(string body)
    {
        await using var proxy = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return context.Response.WriteAsync(body);
        });
        using var client = Client(proxy.Address, retries: 0);
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => client.FindDBSnapshotAsync(Today, Cancel));
        Assert.Equal((HttpStatusCode.BadGateway, "Http502"), (error.StatusCode, error.ErrorCode));
    }

    [Theory]
    [InlineData("COMPLETE", true, false)]
    [InlineData("complete", true, false)]
    [InlineData("FAILED", false, true)]
    [InlineData("canceled", false, true)]
    [InlineData("CANCELING", false, false)]
    [InlineData("IN_PROGRESS", false, false)]
    [InlineData("a status of tomorrow", false, false)]
    public void Statuses_are_read_in_any_case_and_unknown_ones_are_neither_complete_nor_failed(
        string status, bool complete, bool failed)
    {
        var export = new ExportTask("id", status, null);
        Assert.Equal((complete, failed), (export.IsComplete, export.HasFailed));
    }

    static RdsClient Client(Uri address, AWSCredentials? credentials = null, int retries = 2) =>
        new(new(SignatureV4.Region)
        {
            ServiceURL = address.ToString(),
            DefaultAWSCredentials = credentials ?? new BasicAWSCredentials(SignatureV4.KeyId, SignatureV4.Secret),
            MaxErrorRetry = retries,
        });
}
