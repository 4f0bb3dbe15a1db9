using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Notejam.Backup.Snapshots.Rds;

/// <summary>
/// The five calls of RDS that the snapshots need, by the names of the API reference. Failures are
/// <see cref="AmazonServiceException"/> with the code of the wire (<see cref="RdsErrors"/>).
/// </summary>
sealed class RdsClient(RdsConfig config) : AmazonServiceClient(config)
{
    readonly InvokeOptions options = new()
    {
        RequestMarshaller = new RdsMarshaller(config.ServiceVersion),
        ResponseUnmarshaller = new RdsUnmarshaller(),
    };

    public Task CreateDBSnapshotAsync(string instance, string snapshot, CancellationToken cancel) =>
        CallAsync(
            new("CreateDBSnapshot", ("DBInstanceIdentifier", instance), ("DBSnapshotIdentifier", snapshot)), cancel);

    public Task DeleteDBSnapshotAsync(string snapshot, CancellationToken cancel) =>
        CallAsync(new("DeleteDBSnapshot", ("DBSnapshotIdentifier", snapshot)), cancel);

    /// <summary>All manual snapshots of the account in the Region, whichever instance they are of.</summary>
    public IAsyncEnumerable<DBSnapshot> DescribeManualDBSnapshotsAsync(CancellationToken cancel) =>
        PagesAsync("DescribeDBSnapshots", ("SnapshotType", "manual"), "DBSnapshots", cancel).Select(DBSnapshot.Read);

    public async Task<DBSnapshot?> FindDBSnapshotAsync(string snapshot, CancellationToken cancel)
    {
        try
        {
            return await PagesAsync("DescribeDBSnapshots", ("DBSnapshotIdentifier", snapshot), "DBSnapshots", cancel)
                .Select(DBSnapshot.Read)
                .FirstOrDefaultAsync(cancel);
        }
        catch (AmazonServiceException missing) when (missing.ErrorCode == RdsErrors.DBSnapshotNotFound)
        {
            return null;
        }
    }

    public Task StartExportTaskAsync(
        string export, string snapshotArn, SnapshotSettings to, CancellationToken cancel) =>
        CallAsync(new("StartExportTask",
            ("ExportTaskIdentifier", export),
            ("SourceArn", snapshotArn),
            ("S3BucketName", to.Bucket),
            ("S3Prefix", to.Prefix),
            ("IamRoleArn", to.RoleArn),
            ("KmsKeyId", to.KeyId)), cancel);

    /// <summary>The exports of one snapshot, or without its ARN all that RDS remembers.</summary>
    public IAsyncEnumerable<ExportTask> DescribeExportTasksAsync(string? snapshotArn, CancellationToken cancel) =>
        PagesAsync("DescribeExportTasks", ("SourceArn", snapshotArn), "ExportTasks", cancel).Select(ExportTask.Read);

    /// <summary>The entries of a list, page after page.</summary>
    async IAsyncEnumerable<XElement> PagesAsync(
        string action, (string, string?) filter, string list, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? marker = null;
        do
        {
            var page = await CallAsync(new(action, filter, ("MaxRecords", "100"), ("Marker", marker)), cancel);
            foreach (var entry in page.Elements().Where(e => e.Name.LocalName == list).Elements()) yield return entry;
            marker = page.Text("Marker");
        }
        while (!string.IsNullOrEmpty(marker));
    }

    public async Task<XElement> CallAsync(RdsRequest request, CancellationToken cancel) =>
        (await InvokeAsync<RdsResponse>(request, options, cancel)).Result;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) =>
        pipeline.AddHandlerAfter<Marshaller>(new RdsAuthentication());
}
