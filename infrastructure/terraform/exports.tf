# What RDS exports a snapshot as: writes to the bucket, with the key of the backups, what it read with that of the
# database.
resource "aws_iam_role" "export" {
  name               = "${local.roles}-export"
  assume_role_policy = data.aws_iam_policy_document.service_trust["export.rds.amazonaws.com"].json
}

resource "aws_iam_role_policy" "export" {
  role   = aws_iam_role.export.name
  name   = "export"
  policy = data.aws_iam_policy_document.export.json
}

data "aws_iam_policy_document" "export" {
  # RDS tries these five on both before it starts, and calls whichever is missing IamRoleMissingPermissions.
  statement {
    sid       = "Bucket"
    actions   = ["s3:PutObject*", "s3:GetObject*", "s3:ListBucket", "s3:DeleteObject*", "s3:GetBucketLocation"]
    resources = [local.bucket_arn, "${local.bucket_arn}/*"]
  }

  statement {
    sid = "Keys"
    actions = [
      "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey",
      "kms:RetireGrant",
    ]
    resources = [aws_kms_key.this["backups"].arn, aws_kms_key.this["database"].arn]
  }
}
