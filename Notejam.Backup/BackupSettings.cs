using System.ComponentModel.DataAnnotations;

namespace Notejam.Backup;

/// <summary>The section <c>Backup</c>.</summary>
sealed class BackupSettings
{
    /// <summary>A folder, or <c>s3://bucket/prefix</c>.</summary>
    public string? Store { get; set; }

    /// <summary>The KMS key of objects in S3; without one the bucket's own setting applies.</summary>
    public string? KmsKey { get; set; }

    /// <summary>Signs manifests, in Base64; with one, what is not signed is no backup.</summary>
    public string? SigningKey { get; set; }

    /// <summary>When the worker makes its daily backup, UTC.</summary>
    public TimeOnly Schedule { get; set; }

    /// <summary>Three years with a leap day.</summary>
    [Range(1, 36_500, ErrorMessage = "must be a number of days, 1 to 36500.")]
    public int RetentionDays { get; set; } = 1096;

    /// <summary>Whether the worker restores every backup to a scratch database.</summary>
    public bool Drill { get; set; } = true;
}
