locals {
  trail     = "notejamtrail-${var.environment}-${var.account_id}-${var.region}"
  trail_arn = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/${local.name}"
}

# Who did what in the account, and every access to a backup.
resource "aws_cloudtrail" "this" {
  name                       = local.name
  s3_bucket_name             = module.trail.name
  kms_key_id                 = aws_kms_key.this["operations"].arn
  is_multi_region_trail      = true
  enable_log_file_validation = true

  event_selector {
    read_write_type           = "All"
    include_management_events = true

    data_resource {
      type   = "AWS::S3::Object"
      values = ["${local.bucket_arn}/", "${local.replica_arn}/"]
    }
  }

  depends_on = [module.trail, aws_kms_key_policy.operations]
}

module "trail" {
  source = "./modules/bucket"

  name        = local.trail
  kms_key_arn = aws_kms_key.this["operations"].arn
  keep_days   = 400
  policies    = [data.aws_iam_policy_document.trail.json]
}

data "aws_iam_policy_document" "trail" {
  dynamic "statement" {
    for_each = {
      "s3:GetBucketAcl" = "arn:aws:s3:::${local.trail}"
      "s3:PutObject"    = "arn:aws:s3:::${local.trail}/AWSLogs/${var.account_id}/*"
    }

    content {
      actions   = [statement.key]
      resources = [statement.value]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceArn"
        values   = [local.trail_arn]
      }
    }
  }
}
