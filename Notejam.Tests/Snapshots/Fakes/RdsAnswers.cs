using System.Xml.Linq;

namespace Notejam.Tests.Snapshots.Fakes;

/// <summary>What RDS writes, for the parts that anybody here reads.</summary>
static class RdsAnswers
{
    public const string Version = "2014-10-31";

    static readonly XNamespace Rds = $"http://rds.amazonaws.com/doc/{Version}/";

    static XElement RequestId => new("RequestId", "b1a7b0ab-0000-4000-8000-000000000000");

    public static string Answer(string action, IEnumerable<XElement> result) => Write(new($"{action}Response",
        new XElement($"{action}Result", result),
        new XElement("ResponseMetadata", RequestId)));

    public static string Error(RdsException refusal) => Write(new("ErrorResponse",
        new XElement("Error",
            new XElement("Type", refusal.Status < 500 ? "Sender" : "Receiver"),
            new XElement("Code", refusal.Code),
            new XElement("Message", refusal.Message)),
        RequestId));

    public static XElement Snapshot(FakeSnapshot snapshot, DateTimeOffset now) => new("DBSnapshot",
        new XElement("DBSnapshotIdentifier", snapshot.Name),
        new XElement("DBInstanceIdentifier", snapshot.Instance),
        new XElement("DBSnapshotArn", snapshot.Arn),
        new XElement("SnapshotType", snapshot.Type),
        new XElement("Status", snapshot.Status(now)),
        new XElement("SnapshotCreateTime", snapshot.CreatedAt.UtcDateTime));

    public static IEnumerable<XElement> Export(FakeExport export, DateTimeOffset now) =>
    [
        new("ExportTaskIdentifier", export.Id),
        new("SourceArn", export.SnapshotArn),
        new("S3Bucket", export.Bucket),
        new("Status", export.Status(now)),
        .. export.IsLive(now) ? Array.Empty<XElement>() : [new XElement("TaskEndTime", export.EndAt.UtcDateTime)],
    ];

    static string Write(XElement answer)
    {
        foreach (var element in answer.DescendantsAndSelf()) element.Name = Rds + element.Name.LocalName;
        return answer.ToString(SaveOptions.DisableFormatting);
    }
}
