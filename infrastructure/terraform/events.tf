locals {
  rules = {
    snapshot = { description = "Every day at midnight, UTC", schedule = "cron(0 0 * * ? *)", pattern = null }
    # Half an hour later, so that it finds what the other two should have done.
    reconcile = { description = "Every hour", schedule = "cron(30 * * * ? *)", pattern = null }
    # 0040 has the same category and says that a snapshot is only being made; other databases' and automated ones come
    # too.
    export = {
      description = "A daily snapshot of ours has become available"
      schedule    = null
      pattern = jsonencode({
        source      = ["aws.rds"]
        detail-type = ["RDS DB Snapshot Event"]
        detail = {
          EventID          = ["RDS-EVENT-0042"]
          SourceIdentifier = [{ prefix = "${local.name}-" }]
        }
      })
    }
  }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.rules

  name                = "${local.name}-${each.key}"
  description         = each.value.description
  schedule_expression = each.value.schedule
  event_pattern       = each.value.pattern
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = local.rules

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  target_id = each.key
  arn       = aws_lambda_function.this[each.key].arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters["rules"].arn
  }
}

resource "aws_lambda_permission" "this" {
  for_each = local.rules

  statement_id   = "EventBridge"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this[each.key].function_name
  principal      = "events.amazonaws.com"
  source_arn     = aws_cloudwatch_event_rule.this[each.key].arn
  source_account = var.account_id
}

# rules: what EventBridge could not hand over. functions: what a function could not do.
resource "aws_sqs_queue" "dead_letters" {
  for_each = toset(["rules", "functions"])

  name                      = "${local.name}-dead-letters-${each.key}"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "rules" {
  queue_url = aws_sqs_queue.dead_letters["rules"].url
  policy    = data.aws_iam_policy_document.rules_queue.json
}

data "aws_iam_policy_document" "rules_queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dead_letters["rules"].arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [for rule in aws_cloudwatch_event_rule.this : rule.arn]
    }
  }
}
