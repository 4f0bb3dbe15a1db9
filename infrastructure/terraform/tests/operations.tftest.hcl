mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "replica"
  source = "./tests/mocks"
}

run "operations" {
  # Alarms.
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["export-too-old"].threshold == 26
      && aws_cloudwatch_metric_alarm.this["export-too-old"].treat_missing_data == "breaching"
    )
    error_message = "A missing export is an alarm, and so is a missing report."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["manual-snapshots"].threshold == 90
    error_message = "Before the hundredth snapshot."
  }
  assert {
    condition = alltrue([
      for queue in ["rules", "functions"] :
      aws_cloudwatch_metric_alarm.this["dead-letters-${queue}"].dimensions.QueueName
      == aws_sqs_queue.dead_letters[queue].name
      && aws_cloudwatch_metric_alarm.this["dead-letters-${queue}"].threshold == 0
    ])
    error_message = "Each queue has its alarm."
  }
  assert {
    condition     = !contains([for a in aws_cloudwatch_metric_alarm.this : a.metric_name], "DatabaseConnections")
    error_message = "Prometheus watches the connections (DatabaseConnectionsHigh): one event, one alarm."
  }
  assert {
    condition = alltrue([
      for name in ["database-cpu", "database-storage"] :
      aws_cloudwatch_metric_alarm.this[name].dimensions.DBInstanceIdentifier == aws_db_instance.this.identifier
    ])
    error_message = "They watch our database."
  }
  assert {
    condition = alltrue([
      for name in ["export-too-old", "manual-snapshots", "failed-exports", "failed-steps"] :
      aws_cloudwatch_metric_alarm.this[name].namespace == "Notejam/Backup"
      && aws_cloudwatch_metric_alarm.this[name].dimensions.Instance == aws_db_instance.this.identifier
    ])
    error_message = "They read what the reconciliation reports."
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["certificate"].threshold == 21
      && aws_cloudwatch_metric_alarm.this["certificate"].dimensions.CertificateArn == var.certificate_arn
    )
    error_message = "Three weeks before the certificate ends."
  }
  assert {
    condition = alltrue([
      for a in aws_cloudwatch_metric_alarm.this :
      a.alarm_actions == toset([aws_sns_topic.alarms.arn])
    ])
    error_message = "Every alarm is heard."
  }
  assert {
    condition = (
      aws_sns_topic.alarms.kms_master_key_id == aws_kms_key.this["operations"].arn
      && contains(
        flatten([for p in data.aws_iam_policy_document.operations_key.statement[1].principals : p.identifiers]),
        "cloudwatch.amazonaws.com"
      )
    )
    error_message = "CloudWatch may use the topic's key."
  }
  assert {
    condition     = aws_sns_topic_subscription.mail.endpoint == var.alarm_address
    error_message = "Somebody gets them."
  }

  # Roles, logs, pipeline.
  assert {
    condition = alltrue([
      for d in data.aws_iam_policy_document.pod_trust :
      toset(one(d.statement).actions) == toset(["sts:AssumeRole", "sts:TagSession"])
    ])
    error_message = "Pod Identity tags the session."
  }
  assert {
    condition     = alltrue([for d in data.aws_iam_policy_document.pod_trust : length(one(d.statement).condition) == 3])
    error_message = "A role is one service account's, in one namespace of one cluster."
  }
  assert {
    condition = (
      one(data.aws_iam_policy_document.cluster_autoscaler.statement[1].condition).variable
      == "aws:ResourceTag/k8s.io/cluster-autoscaler/notejam-${var.environment}"
    )
    error_message = "The autoscaler scales its own cluster."
  }
  assert {
    condition = alltrue([
      for s in data.aws_iam_policy_document.backup.statement :
      !anytrue([for a in s.actions : strcontains(a, "Delete")])
    ])
    error_message = "The backup worker deletes nothing."
  }
  assert {
    condition = (
      data.aws_iam_policy_document.backup.statement[0].resources
      == toset(["arn:aws:s3:::${module.backups.name}/dumps/*"])
    )
    error_message = "It stays in its folder."
  }
  assert {
    condition = (
      aws_iam_openid_connect_provider.circleci.url == "https://oidc.circleci.com/org/${var.circleci_organization}"
      && aws_iam_openid_connect_provider.circleci.client_id_list == toset([var.circleci_organization])
    )
    error_message = "CircleCI's tokens of our organization."
  }
  assert {
    condition     = length(one(data.aws_iam_policy_document.circleci_trust.statement).condition) == 3
    error_message = "Audience, project and branch."
  }
  assert {
    condition = (
      one([
        for c in one(data.aws_iam_policy_document.circleci_trust.statement).condition :
        one(c.values) if c.test == "StringLike"
      ])
      == "org/${var.circleci_organization}/project/${var.circleci_project}/user/*/vcs-origin/*/vcs-ref/refs/heads/main"
    )
    error_message = "Only from main."
  }
  assert {
    condition = (
      toset([for rule in aws_vpc_security_group_ingress_rule.load_balancer : rule.from_port]) == toset([80, 443])
    )
    error_message = "The load balancer is open for HTTP and HTTPS."
  }
  assert {
    condition = (
      aws_wafv2_web_acl.this.name == "notejam-${var.environment}" && aws_wafv2_web_acl.this.scope == "REGIONAL"
    )
    error_message = "The Ingress finds the firewall by this name."
  }
  assert {
    condition = (
      {
        for r in aws_wafv2_web_acl.this.rule :
        r.name => one(one(r.statement).rate_based_statement).limit
        if length(one(r.statement).rate_based_statement) == 1
      }
      == { accounts = 200, all = 10000 }
    )
    error_message = "One address may send so much in five minutes."
  }
  assert {
    condition = alltrue([
      for name in keys(local.firewall_limits) :
      aws_cloudwatch_metric_alarm.this["firewall-${name}"].dimensions.Rule
      == one([for r in aws_wafv2_web_acl.this.rule : one(r.visibility_config).metric_name if r.name == name])
    ])
    error_message = "Each limit has its alarm."
  }
  assert {
    condition = (
      aws_wafv2_web_acl_logging_configuration.this.resource_arn == aws_wafv2_web_acl.this.arn
      && startswith(aws_cloudwatch_log_group.this[local.firewall_log].name, "aws-waf-logs-")
    )
    error_message = "What is refused is logged, where WAF can write."
  }
  assert {
    condition     = alltrue([for g in aws_cloudwatch_log_group.this : g.retention_in_days >= 90])
    error_message = "Logs are kept for three months, and not for ever."
  }
  assert {
    condition = (
      aws_cloudwatch_log_group.this["/aws/eks/notejam-${var.environment}/cluster"].retention_in_days == 400
    )
    error_message = "The cluster's audit log is kept for a year."
  }
  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_log_file_validation
    error_message = "The trail covers all regions and can be trusted."
  }
  assert {
    condition = (
      toset(one(one(aws_cloudtrail.this.event_selector).data_resource).values)
      == toset(["arn:aws:s3:::${module.backups.name}/", "arn:aws:s3:::${module.replica.name}/"])
    )
    error_message = "Every access to a backup is on record."
  }

  # The file for eksctl.
  assert {
    condition = (
      yamldecode(output.cluster_config).metadata.name == aws_db_instance.this.identifier
      && yamldecode(output.cluster_config).metadata.region == var.region
    )
    error_message = "Cluster and database have one name, and are in one region."
  }
  assert {
    condition     = yamldecode(output.cluster_config).vpc.id == aws_vpc.this.id
    error_message = "The cluster is in the VPC of the database."
  }
  assert {
    condition = (
      { for zone, s in yamldecode(output.cluster_config).vpc.subnets.private : zone => s.id }
      == { for letter in var.zones : letter => aws_subnet.this["private-${letter}"].id }
    )
    error_message = "Nodes are in the private subnets."
  }
  assert {
    condition     = tolist([for g in yamldecode(output.cluster_config).managedNodeGroups : one(g.subnets)]) == var.zones
    error_message = "A node group for each zone."
  }
  assert {
    condition     = tolist(yamldecode(output.cluster_config).vpc.publicAccessCIDRs) == var.api_cidrs
    error_message = "The API answers to the networks that were named."
  }
}
