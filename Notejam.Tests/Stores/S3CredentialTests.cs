using Microsoft.AspNetCore.Http;
using Notejam.Tests.Hosting;
using Notejam.Tests.Stores.Faulty;

namespace Notejam.Tests.Stores;

/// <summary>
/// The SDK's ways to credentials that need more than two variables. One server is S3 and the Security Token Service.
/// </summary>
public sealed class S3CredentialTests : IAsyncLifetime
{
    const string Profiles = """
        [profile base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = secret
        [profile role]
        role_arn = arn:aws:iam::111122223333:role/backup
        source_profile = base
        [profile lost]
        role_arn = arn:aws:iam::111122223333:role/backup
        source_profile = nobody
        [profile program]
        credential_process = /bin/false
        [profile single-sign-on]
        sso_start_url = https://example.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 111122223333
        sso_role_name = backup
        """;

    readonly string folder = TempFolder.Create("credentials");
    LoopbackServer server = null!;
    bool refuse;

    public async ValueTask InitializeAsync()
    {
        server = await LoopbackServer.StartAsync(AnswerAsync);
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), Profiles);
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), "header.payload.signature");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_profile_with_a_role_is_taken_on() => await AssertListsAsync(Environment("role"));

    [Fact]
    public async Task A_web_identity_is_taken_on() => await AssertListsAsync(WebIdentity("token"));

    [Theory]
    [InlineData("role")]
    [InlineData("lost")]
    [InlineData("program")]
    [InlineData("single-sign-on")]
    [InlineData("no-such-profile")]
    public async Task A_profile_that_gives_no_credentials_ends_with_3_and_is_named(string profile)
    {
        refuse = true;
        await AssertNamedAsync(Environment(profile));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("no-such-token")]
    public async Task A_web_identity_that_gives_no_credentials_ends_with_3_and_is_named(string token)
    {
        refuse = true;
        await AssertNamedAsync(WebIdentity(token));
    }

    static async Task AssertListsAsync(Dictionary<string, string> environment)
    {
        var (exit, _, errors) = await BackupProcess.RunAsync(environment, "list");
        Assert.True(exit == 0, errors);
    }

    static async Task AssertNamedAsync(Dictionary<string, string> environment)
    {
        var (exit, _, errors) = await BackupProcess.RunAsync(environment, "list");
        Assert.True(exit == 3, $"{exit}: {errors}");
        Assert.StartsWith("Notejam.Backup: ", errors, StringComparison.Ordinal);
        Assert.Contains("s3://bucket", errors, StringComparison.Ordinal);
        Assert.Contains("credentials", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    Dictionary<string, string> Environment(string profile) => new()
    {
        ["AWS_ENDPOINT_URL"] = server.Address.ToString(),
        ["AWS_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = Path.Combine(folder, "config"),
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "none"),
        ["AWS_PROFILE"] = profile,
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["Backup__Store"] = "s3://bucket",
    };

    Dictionary<string, string> WebIdentity(string token)
    {
        var environment = Environment("");
        environment.Remove("AWS_PROFILE");
        environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = Path.Combine(folder, token);
        environment["AWS_ROLE_ARN"] = "arn:aws:iam::111122223333:role/backup";
        return environment;
    }

    /// <summary>A bucket that only the role may list, and the two ways to the role.</summary>
    async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var action = HttpMethods.IsPost(request.Method) ? (await request.ReadFormAsync())["Action"].ToString() : "";
        var answer = (action.Length, refuse) switch
        {
            ( > 0, true) => S3Answer.Xml(NotForYou, 403),
            ( > 0, false) => S3Answer.Xml(Credentials(action)),
            _ when IsOfRole(request) => S3Answer.Xml("<ListBucketResult/>"),
            _ => S3Answer.Error(403, "AccessDenied"),
        };
        await answer.SendAsync(context);
    }

    static string Credentials(string action) =>
        $"<{action}Response><{action}Result><Credentials>{Keys}</Credentials></{action}Result></{action}Response>";

    static bool IsOfRole(HttpRequest request) =>
        request.Headers.Authorization.ToString().Contains("ASIAROLE", StringComparison.Ordinal);

    const string NotForYou = """
        <ErrorResponse><Error>
        <Type>Sender</Type><Code>AccessDenied</Code><Message>Not for you.</Message>
        </Error></ErrorResponse>
        """;

    const string Keys = """
        <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
        <SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
        """;
}
