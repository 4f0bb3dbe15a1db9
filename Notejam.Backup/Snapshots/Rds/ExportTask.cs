using System.Globalization;
using System.Xml.Linq;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>What the program needs of <c>ExportTask</c> in the RDS API reference.</summary>
sealed record ExportTask(string Identifier, string Status, DateTimeOffset? EndTime)
{
    public bool IsComplete => Is("COMPLETE");

    /// <summary>Nothing will come of it. CANCELING is not there yet.</summary>
    public bool HasFailed => Is("FAILED") || Is("CANCELED");

    public static ExportTask Read(XElement xml)
    {
        var end = xml.Text("TaskEndTime");
        var isOver = DateTimeOffset.TryParse(
            end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at);
        return new(xml.Text("ExportTaskIdentifier")!, xml.Text("Status") ?? "", isOver ? at : null);
    }

    bool Is(string status) => Status.Equals(status, StringComparison.OrdinalIgnoreCase);
}
