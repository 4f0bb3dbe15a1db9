mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "replica"
  source = "./tests/mocks"
}

run "backups" {
  # Buckets.
  assert {
    condition     = module.backups.name == "notejamsnapshot-${var.environment}-123456789012-${var.region}"
    error_message = "A bucket's name is unique in the world by its account and region."
  }
  assert {
    condition     = module.replica.name == "notejamsnapshot-copy-${var.environment}-123456789012-${var.replica_region}"
    error_message = "The copy says so in its name: after a move there is a bucket of each kind in each region."
  }
  assert {
    condition = (
      length(module.backups.name) <= 63 && length(module.replica.name) <= 63 && length(module.trail.name) <= 63
    )
    error_message = "S3 allows 63 characters."
  }
  assert {
    condition     = local.kept_days == 1096
    error_message = "Three years with a leap day."
  }
  assert {
    condition = (
      aws_s3_bucket_replication_configuration.backups.rule[0].status == "Enabled"
      && aws_s3_bucket_replication_configuration.backups.rule[0].destination[0].bucket
      == "arn:aws:s3:::${module.replica.name}"
    )
    error_message = "Everything is copied to the other region."
  }
  assert {
    condition = (
      aws_s3_bucket_replication_configuration.backups.rule[0].delete_marker_replication[0].status == "Disabled"
    )
    error_message = "Deletions are not copied."
  }
  assert {
    condition = (
      aws_s3_bucket_replication_configuration.backups.rule[0].destination[0].replication_time[0].time[0].minutes == 15
    )
    error_message = "Within 15 minutes."
  }
  assert {
    condition = (
      toset(data.aws_iam_policy_document.keep["primary"].statement[0].actions)
      == toset(["s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"])
    )
    error_message = "Nobody shortens the time."
  }
  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.keep["replica"].statement :
      statement.effect == "Deny"
    ])
    error_message = "The copy is kept as well."
  }
  assert {
    condition = (
      one(one(data.aws_iam_policy_document.break_glass_trust.statement).condition).variable
      == "aws:MultiFactorAuthPresent"
    )
    error_message = "Glass is broken with a second factor."
  }

  # The role that RDS exports with.
  assert {
    condition = (
      toset(data.aws_iam_policy_document.export.statement[0].actions)
      == toset(["s3:PutObject*", "s3:GetObject*", "s3:ListBucket", "s3:DeleteObject*", "s3:GetBucketLocation"])
    )
    error_message = "The five actions that RDS tries."
  }
  assert {
    condition = (
      toset(data.aws_iam_policy_document.export.statement[0].resources)
      == toset(["arn:aws:s3:::${module.backups.name}", "arn:aws:s3:::${module.backups.name}/*"])
    )
    error_message = "On the bucket and on its objects."
  }
  assert {
    condition = (
      aws_iam_role.export.name == "notejam-${var.environment}-${var.region}-export"
      && endswith(local.export_role_arn, ":role/${aws_iam_role.export.name}")
    )
    error_message = "The role that the functions pass is the one that is made."
  }
  assert {
    condition = (
      one(one(data.aws_iam_policy_document.service_trust["export.rds.amazonaws.com"].statement).condition).variable
      == "aws:SourceAccount"
    )
    error_message = "RDS exports for nobody else with it."
  }
  assert {
    condition = (
      toset([for s in data.aws_iam_policy_document.function_export.statement : s.sid])
      == toset(["Export", "PassRole", "Keys"])
    )
    error_message = "Starting an export takes three rights."
  }

  # Functions, and what calls them.
  assert {
    condition     = keys(aws_lambda_function.this) == ["export", "reconcile", "snapshot"]
    error_message = "Three functions."
  }
  assert {
    condition = alltrue([
      for name, f in aws_lambda_function.this :
      f.handler == name && f.function_name == "notejam-${var.environment}-${name}"
    ])
    error_message = "The handler says which one it is."
  }
  assert {
    condition = alltrue([
      for f in aws_lambda_function.this :
      f.runtime == "provided.al2023" && f.architectures == tolist(["x86_64"])
    ])
    error_message = "What the package is built for."
  }
  assert {
    condition = alltrue([
      for f in aws_lambda_function.this :
      f.environment[0].variables.Snapshots__Instance == aws_db_instance.this.identifier
    ])
    error_message = "They are about our database."
  }
  assert {
    condition = alltrue([
      for f in aws_lambda_function.this :
      f.environment[0].variables.Snapshots__Bucket == module.backups.name
    ])
    error_message = "They write to our bucket."
  }
  assert {
    condition = alltrue([
      for f in aws_lambda_function.this :
      f.environment[0].variables.Snapshots__RoleArn == aws_iam_role.export.arn
      && f.environment[0].variables.Snapshots__KeyId == aws_kms_key.this["backups"].arn
      && f.environment[0].variables.Snapshots__Prefix == "exports"
    ])
    error_message = "With the export role, the backups' key, in a folder of their own."
  }
  assert {
    condition = alltrue([
      for c in aws_lambda_function_event_invoke_config.this :
      c.maximum_retry_attempts == 2
      && c.destination_config[0].on_failure[0].destination == aws_sqs_queue.dead_letters["functions"].arn
    ])
    error_message = "What fails for good is kept."
  }
  assert {
    condition     = aws_cloudwatch_event_rule.this["snapshot"].schedule_expression == "cron(0 0 * * ? *)"
    error_message = "Daily at midnight, UTC."
  }
  assert {
    condition     = aws_cloudwatch_event_rule.this["reconcile"].schedule_expression == "cron(30 * * * ? *)"
    error_message = "Hourly."
  }
  assert {
    condition = (
      jsondecode(aws_cloudwatch_event_rule.this["export"].event_pattern).detail
      == { EventID = ["RDS-EVENT-0042"], SourceIdentifier = [{ prefix = "notejam-${var.environment}-" }] }
    )
    error_message = "Only our own snapshots, once they are available."
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["export"].event_pattern).source == ["aws.rds"]
    error_message = "Only from RDS: anybody can send events that look like it."
  }
  assert {
    condition = alltrue([
      for t in aws_cloudwatch_event_target.this :
      t.dead_letter_config[0].arn == aws_sqs_queue.dead_letters["rules"].arn
    ])
    error_message = "What cannot be handed over is kept."
  }
  assert {
    condition = alltrue([
      for p in aws_lambda_permission.this :
      p.principal == "events.amazonaws.com" && p.source_account == "123456789012"
    ])
    error_message = "Only our rules call the functions."
  }
  assert {
    condition = (
      length(aws_sqs_queue.dead_letters) == 2
      && alltrue([
        for q in aws_sqs_queue.dead_letters :
        q.message_retention_seconds == 1209600 && q.sqs_managed_sse_enabled
      ])
    )
    error_message = "Two queues that keep for two weeks."
  }
}
