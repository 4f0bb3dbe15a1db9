using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>A call of the RDS Query API: an action and its parameters.</summary>
sealed class RdsRequest(string action, params (string Name, string? Value)[] parameters) : AmazonWebServiceRequest
{
    public string Action => action;
    public IEnumerable<(string Name, string? Value)> Parameters => parameters;
}

/// <summary>The answer's result element, such as <c>CreateDBSnapshotResult</c>.</summary>
sealed class RdsResponse : AmazonWebServiceResponse
{
    public XElement Result { get; init; } = new("None");
}

sealed class RdsMarshaller(string version) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (RdsRequest)input;
        var request = new DefaultRequest(input, "Amazon.RDS");
        request.Parameters.Add("Action", call.Action);
        request.Parameters.Add("Version", version);
        foreach (var (name, value) in call.Parameters)
            if (!string.IsNullOrEmpty(value)) request.Parameters.Add(name, value);
        return request;
    }
}

sealed class RdsUnmarshaller : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input) =>
        new RdsResponse { Result = XElement.Load(input.Stream).Elements().First() };

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var (code, message) = Error(input.Stream, statusCode);
        return new AmazonServiceException(
            $"{code}: {message}", innerException, ErrorType.Unknown, code, null, statusCode);
    }

    /// <summary>
    /// A proxy's or balancer's error is not XML; its status still tells the SDK whether to try again.
    /// </summary>
    static (string Code, string Message) Error(Stream body, HttpStatusCode status)
    {
        try
        {
            var error = XElement.Load(body).Elements().FirstOrDefault(e => e.Name.LocalName == "Error");
            if (error?.Text("Code") is { } code) return (code, error.Text("Message") ?? "");
        }
        catch (XmlException)
        {
        }
        return ($"Http{(int)status}", "RDS answered without an error code.");
    }
}

/// <summary>Signs every call with Signature Version 4.</summary>
sealed class RdsAuthentication : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
        AuthSchemeOption.DEFAULT_SIGV4;
}

static class XElementExtensions
{
    /// <summary>The text of a child, whatever the namespace: the API's version is in it.</summary>
    public static string? Text(this XElement parent, string name) =>
        parent.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
