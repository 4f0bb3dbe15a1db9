locals {
  # Three years hold one leap day or none: 1,095 days would be one too few for most of them.
  kept_days = 1096
}

# exports/: Parquet, written by RDS. dumps/: pg_dump, written by the backup worker; only these can be restored.
module "backups" {
  source = "./modules/bucket"

  name        = local.bucket
  kms_key_arn = aws_kms_key.this["backups"].arn
  keep_days   = local.kept_days
  policies = [
    data.aws_iam_policy_document.keep["primary"].json,
    data.aws_iam_policy_document.write_once.json,
  ]
}

# The same for the copy in the other region.
module "replica" {
  source    = "./modules/bucket"
  providers = { aws = aws.replica }

  name        = local.replica
  kms_key_arn = aws_kms_key.replica.arn
  keep_days   = local.kept_days
  policies    = [data.aws_iam_policy_document.keep["replica"].json]
}

resource "aws_kms_key" "replica" {
  provider = aws.replica

  description             = "${local.name}: backups, copied from ${var.region}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

# What is here can be deleted by the lifecycle and, in an emergency, by the role that breaks the glass.
data "aws_iam_policy_document" "keep" {
  for_each = { primary = local.bucket_arn, replica = local.replica_arn }

  statement {
    sid       = "OnlyTheLifecycleDeletes"
    effect    = "Deny"
    actions   = ["s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"]
    resources = [each.value, "${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = [local.break_glass_arn]
    }
  }

  # RDS removes what it wrote when an export fails.
  statement {
    sid       = "OnlyExportsHide"
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = ["${each.value}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = [local.break_glass_arn, local.export_role_arn]
    }
  }
}

# An overwritten dump would be deleted 30 days later, as an old version.
data "aws_iam_policy_document" "write_once" {
  statement {
    sid       = "DumpsAreWrittenOnce"
    effect    = "Deny"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arn}/dumps/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Null"
      variable = "s3:if-none-match"
      values   = ["true"]
    }

    # Leaves out the parts of a multipart upload; its completion carries the header.
    condition {
      test     = "Bool"
      variable = "s3:ObjectCreationOperation"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role" "break_glass" {
  name               = "${local.roles}-break-glass"
  description        = "Deletes backups before their time, or changes what that is. Its use is in CloudTrail."
  assume_role_policy = data.aws_iam_policy_document.break_glass_trust.json
}

data "aws_iam_policy_document" "break_glass_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = var.administrators
    }

    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role_policy" "break_glass" {
  role   = aws_iam_role.break_glass.name
  name   = "backups"
  policy = data.aws_iam_policy_document.break_glass.json
}

data "aws_iam_policy_document" "break_glass" {
  statement {
    actions = [
      "s3:DeleteObject*", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration", "s3:GetObject*",
      "s3:ListBucket*", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration",
    ]
    resources = [local.bucket_arn, "${local.bucket_arn}/*", local.replica_arn, "${local.replica_arn}/*"]
  }
}
