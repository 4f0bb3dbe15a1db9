locals {
  # The autoscaler's maximum, and what a rolling update adds to it (maxSurge 25 %).
  web_pods = 12 + 3
  # Migration, backup, exporter, and a person or two who look for the cause.
  other_connections = 10

  # GiB, from the tables of instance classes.
  memory = { "db.t4g.small" = 2, "db.t4g.medium" = 4, "db.m7g.large" = 8, "db.m7g.xlarge" = 16 }
}

resource "aws_db_subnet_group" "this" {
  name       = local.name
  subnet_ids = values(local.database_subnets)
}

resource "aws_security_group" "database" {
  name        = "${local.name}-database"
  description = "PostgreSQL, from the pods' subnets only"
  vpc_id      = aws_vpc.this.id
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = { for letter in var.zones : letter => local.subnets["private-${letter}"].cidr }

  security_group_id = aws_security_group.database.id
  description       = "Pods in zone ${each.key}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}

resource "aws_db_parameter_group" "this" {
  name        = "${local.name}-postgres17"
  family      = "postgres17"
  description = "TLS only, and as many connections as variables.tf says"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name         = "max_connections"
    value        = tostring(var.max_connections)
    apply_method = "pending-reboot"
  }

  # Milliseconds; a statement that takes so long is worth a line.
  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }
}

resource "aws_db_instance" "this" {
  identifier     = local.name
  engine         = "postgres"
  engine_version = "17"
  # Past its end the version is upgraded, not supported at an extra price.
  engine_lifecycle_support = "open-source-rds-extended-support-disabled"
  instance_class           = var.instance_class
  multi_az                 = var.multi_az

  db_name                     = "notejam"
  username                    = "notejam_master"
  manage_master_user_password = true
  # Rotated weekly by AWS; the application has roles and passwords of its own.
  master_user_secret_kms_key_id = aws_kms_key.this["database"].arn

  storage_type          = "gp3"
  allocated_storage     = var.allocated_storage
  max_allocated_storage = 10 * var.allocated_storage
  storage_encrypted     = true
  kms_key_id            = aws_kms_key.this["database"].arn

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  # Point in time, 35 days. Both windows keep clear of 00:00 UTC, when the daily snapshot needs an instance that is
  # available.
  backup_retention_period  = 35
  backup_window            = "02:00-02:30"
  maintenance_window       = "sun:03:00-sun:04:00"
  copy_tags_to_snapshot    = true
  delete_automated_backups = false
  deletion_protection      = var.deletion_protection
  skip_final_snapshot      = false
  # With the time of its making: the name of an earlier one is taken as long as that snapshot is kept.
  final_snapshot_identifier = "${local.name}-final-${formatdate("YYYYMMDDhhmmss", plantimestamp())}"

  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.this["database"].arn

  lifecycle {
    # The time is that of the plan that makes the database, and no reason to change it later.
    ignore_changes = [final_snapshot_identifier]

    precondition {
      condition = local.web_pods * var.pool_size + local.other_connections <= 0.8 * var.max_connections
      error_message = join(" ", [
        "${local.web_pods} pods with ${var.pool_size} connections each",
        "and ${local.other_connections} others are more than 80 % of ${var.max_connections}.",
      ])
    }

    # RDS's own default is a connection for each 9,531,392 bytes of what the system leaves, about nine tenths.
    precondition {
      condition     = var.max_connections <= 0.9 * local.memory[var.instance_class] * pow(1024, 3) / 9531392
      error_message = "${var.instance_class} has too little memory for ${var.max_connections} connections."
    }
  }

  depends_on = [aws_cloudwatch_log_group.this]
}
