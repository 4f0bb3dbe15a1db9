locals {
  # One program, three handlers; each has a role of its own and may do no more than it does.
  functions = {
    snapshot = {
      description = "Starts the day's snapshot"
      timeout     = 60
      documents   = ["read", "snapshot"]
    }
    export = {
      description = "Exports a snapshot that has become available"
      timeout     = 60
      documents   = ["read", "export"]
    }
    reconcile = {
      description = "Makes up for lost events, prunes, reports"
      timeout     = 300
      documents   = ["read", "snapshot", "export", "prune"]
    }
  }
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name    = "${local.name}-${each.key}"
  description      = each.value.description
  role             = aws_iam_role.function[each.key].arn
  runtime          = "provided.al2023"
  architectures    = ["x86_64"]
  handler          = each.key
  filename         = var.lambda_package
  source_code_hash = filebase64sha256(var.lambda_package)
  memory_size      = 512
  timeout          = each.value.timeout

  environment {
    variables = {
      Snapshots__Instance = local.name
      Snapshots__Bucket   = local.bucket
      Snapshots__Prefix   = "exports"
      Snapshots__RoleArn  = aws_iam_role.export.arn
      Snapshots__KeyId    = aws_kms_key.this["backups"].arn
    }
  }

  depends_on = [aws_iam_role_policy.function, aws_cloudwatch_log_group.this]
}

# What failed three times over; the rules' own queue has what never arrived.
resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = aws_lambda_function.this

  function_name                = each.value.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 6 * 3600

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letters["functions"].arn
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name               = "${local.roles}-function-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.service_trust["lambda.amazonaws.com"].json
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  role   = aws_iam_role.function[each.key].name
  name   = each.key
  policy = data.aws_iam_policy_document.function[each.key].json
}

data "aws_iam_policy_document" "function" {
  for_each = local.functions

  source_policy_documents = [for name in each.value.documents : local.function_documents[name]]

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:/aws/lambda/${local.name}-${each.key}:*"]
  }

  statement {
    sid       = "DeadLetters"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dead_letters["functions"].arn]
  }
}

locals {
  function_documents = {
    read     = data.aws_iam_policy_document.function_read.json
    snapshot = data.aws_iam_policy_document.function_snapshot.json
    export   = data.aws_iam_policy_document.function_export.json
    prune    = data.aws_iam_policy_document.function_prune.json
  }
}

data "aws_iam_policy_document" "function_read" {
  statement {
    sid       = "Read"
    actions   = ["rds:DescribeDBSnapshots", "rds:DescribeExportTasks"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "function_snapshot" {
  statement {
    sid       = "Snapshot"
    actions   = ["rds:CreateDBSnapshot", "rds:AddTagsToResource"]
    resources = [local.database_arn, local.snapshots_arn]
  }
}

data "aws_iam_policy_document" "function_export" {
  statement {
    sid       = "Export"
    actions   = ["rds:StartExportTask"]
    resources = [local.snapshots_arn]
  }

  statement {
    sid       = "PassRole"
    actions   = ["iam:PassRole"]
    resources = [local.export_role_arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["export.rds.amazonaws.com"]
    }
  }

  # RDS makes its grants in the caller's name.
  statement {
    sid       = "Keys"
    actions   = ["kms:CreateGrant", "kms:DescribeKey"]
    resources = [aws_kms_key.this["backups"].arn, aws_kms_key.this["database"].arn]
  }
}

data "aws_iam_policy_document" "function_prune" {
  statement {
    sid       = "Prune"
    actions   = ["rds:DeleteDBSnapshot"]
    resources = [local.snapshots_arn]
  }
}
