# Which service may take a role on, and where AWS documents that it says so, only on behalf of this account.
locals {
  services = {
    "export.rds.amazonaws.com"    = { names_account = true }
    "vpc-flow-logs.amazonaws.com" = { names_account = true }
    "lambda.amazonaws.com"        = { names_account = false }
    "s3.amazonaws.com"            = { names_account = false }
    "ec2.amazonaws.com"           = { names_account = false }
  }
}

data "aws_iam_policy_document" "service_trust" {
  for_each = local.services

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.key]
    }

    dynamic "condition" {
      for_each = each.value.names_account ? [var.account_id] : []

      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}
