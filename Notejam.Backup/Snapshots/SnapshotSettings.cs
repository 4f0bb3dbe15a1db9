using System.ComponentModel.DataAnnotations;

namespace Notejam.Backup.Snapshots;

/// <summary>The section <c>Snapshots</c>.</summary>
sealed class SnapshotSettings
{
    /// <summary>45 characters leave room for the day and the attempt in an export's 60.</summary>
    [Required(ErrorMessage = "is not set. It is the identifier of the DB instance, such as notejam-production.")]
    [RegularExpression("[a-z](-?[a-z0-9])*",
        ErrorMessage = "must be a DB instance identifier in lower case, such as notejam-production.")]
    [StringLength(45, ErrorMessage = "must have at most 45 characters.")]
    public string Instance { get; set; } = "";

    [Required(ErrorMessage = "is not set. It is the S3 bucket that exports go to.")]
    [RegularExpression("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", ErrorMessage = "must be the name of an S3 bucket.")]
    public string Bucket { get; set; } = "";

    /// <summary>Folder in the bucket. RDS takes no colon in it.</summary>
    [RegularExpression("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", ErrorMessage =
        "must be folder names of letters, digits, _ . and -, such as exports/production, or empty.")]
    public string Prefix { get; set; } = "";

    [Required(ErrorMessage = "is not set. It is the role that RDS writes to the bucket with.")]
    [RegularExpression(@"arn:aws[a-z-]*:iam::\d{12}:role/\S+", ErrorMessage = "must be the ARN of an IAM role.")]
    public string RoleArn { get; set; } = "";

    [Required(ErrorMessage =
        "is not set. It is the symmetric KMS key that exports are encrypted with: its ARN, id or alias.")]
    public string KeyId { get; set; } = "";
}
