using System.Xml.Linq;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>What the program needs of <c>DBSnapshot</c> in the RDS API reference.</summary>
sealed record DBSnapshot(string Identifier, string Instance, string Arn, string Type, string Status)
{
    public bool IsAvailable => Status.Equals("available", StringComparison.OrdinalIgnoreCase);
    public bool HasFailed => Status.Equals("failed", StringComparison.OrdinalIgnoreCase);

    public static DBSnapshot Read(XElement xml) => new(
        xml.Text("DBSnapshotIdentifier")!,
        xml.Text("DBInstanceIdentifier")!,
        xml.Text("DBSnapshotArn")!,
        xml.Text("SnapshotType") ?? "",
        xml.Text("Status") ?? "");
}
