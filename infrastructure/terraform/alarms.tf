locals {
  hour = 3600

  # What Prometheus cannot see; what it can, such as the connections of the database, has its alert there. Missing data
  # is breaching where silence is the failure itself.
  alarms = merge(
    { for name, alarm in local.backup_alarms : name => merge(alarm, {
      namespace  = "Notejam/Backup"
      statistic  = "Maximum"
      dimensions = { Instance = local.name }
      comparison = "GreaterThanThreshold"
      period     = local.hour
    }) },
    { for name, alarm in local.database_alarms : name => merge(alarm, {
      namespace  = "AWS/RDS"
      dimensions = { DBInstanceIdentifier = local.name }
      period     = 300
      periods    = 3
      missing    = "breaching"
    }) },
    { for limit in keys(local.firewall_limits) : "firewall-${limit}" => {
      text       = "The firewall has turned addresses away for a quarter of an hour: an attack, or a limit that is too low"
      metric     = "BlockedRequests"
      namespace  = "AWS/WAFV2"
      statistic  = "Sum"
      dimensions = { WebACL = local.name, Region = var.region, Rule = "${local.name}-${limit}" }
      comparison = "GreaterThanThreshold"
      threshold  = 100
      period     = 300
      periods    = 3
      missing    = "notBreaching"
    } },
    { for queue in ["rules", "functions"] : "dead-letters-${queue}" => {
      text       = "A step of the backups was given up"
      metric     = "ApproximateNumberOfMessagesVisible"
      namespace  = "AWS/SQS"
      statistic  = "Maximum"
      dimensions = { QueueName = "${local.name}-dead-letters-${queue}" }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      period     = 60
      periods    = 1
      missing    = "notBreaching"
    } },
    { replication = {
      text       = "Backups do not reach the other region"
      metric     = "OperationsFailedReplication"
      namespace  = "AWS/S3"
      statistic  = "Sum"
      dimensions = { SourceBucket = local.bucket, DestinationBucket = local.replica, RuleId = "everything" }
      comparison = "GreaterThanThreshold"
      threshold  = 0
      period     = local.hour
      periods    = 1
      missing    = "notBreaching"
    } },
    var.certificate_arn == null ? {} : { certificate = {
      text       = "ACM should have renewed the certificate long before"
      metric     = "DaysToExpiry"
      namespace  = "AWS/CertificateManager"
      statistic  = "Minimum"
      dimensions = { CertificateArn = var.certificate_arn }
      comparison = "LessThanThreshold"
      threshold  = 21
      period     = 24 * local.hour
      periods    = 1
      missing    = "breaching"
    } },
  )

  backup_alarms = {
    export-too-old = {
      text      = "No snapshot has been exported for 26 hours"
      metric    = "HoursSinceExport"
      threshold = 26
      periods   = 2
      missing   = "breaching"
    }
    manual-snapshots = {
      text      = "AWS allows 100 manual snapshots in a region, of all databases together"
      metric    = "ManualSnapshots"
      threshold = 90
      periods   = 1
      missing   = "ignore"
    }
    failed-exports = {
      text      = "Exports fail again and again"
      metric    = "FailedExports"
      threshold = 0
      periods   = 3
      missing   = "ignore"
    }
    failed-steps = {
      text      = "The reconciliation cannot do its work"
      metric    = "FailedSteps"
      threshold = 0
      periods   = 3
      missing   = "ignore"
    }
  }

  database_alarms = {
    database-storage = {
      text       = "The database has less than a tenth of its first disk left, and growing it by itself has not helped"
      metric     = "FreeStorageSpace"
      statistic  = "Minimum"
      comparison = "LessThanThreshold"
      threshold  = 0.1 * var.allocated_storage * pow(1024, 3)
    }
    database-cpu = {
      text       = "The database has been busy for a quarter of an hour"
      metric     = "CPUUtilization"
      statistic  = "Average"
      comparison = "GreaterThanThreshold"
      threshold  = 80
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_sns_topic" "alarms" {
  name              = "${local.name}-alarms"
  kms_master_key_id = aws_kms_key.this["operations"].arn
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_address
}
