# A key for each kind of data, so that access to one gives none to another.
resource "aws_kms_key" "this" {
  for_each = toset(["database", "backups", "cluster", "operations"])

  description             = "${local.name}: ${each.key}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "this" {
  for_each = aws_kms_key.this

  name          = "alias/${local.name}-${each.key}"
  target_key_id = each.value.key_id
}

# CloudWatch cannot publish to a topic under AWS's own key, and says so nowhere: alarms would just stay silent.
resource "aws_kms_key_policy" "operations" {
  key_id = aws_kms_key.this["operations"].key_id
  policy = data.aws_iam_policy_document.operations_key.json
}

data "aws_iam_policy_document" "operations_key" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }
  }

  # Without a condition on the account: a service that does not send it would be refused just as quietly.
  statement {
    sid       = "Services"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "cloudtrail.amazonaws.com"]
    }
  }
}
