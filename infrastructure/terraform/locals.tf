locals {
  name       = "notejam-${var.environment}"
  production = var.environment == "production"
  # Roles and buckets are called alike in no two regions: after a move both sets exist for a while.
  roles = "${local.name}-${var.region}"

  tags = {
    Project     = "notejam"
    Environment = var.environment
    ManagedBy   = "terraform"
  }

  # Written out and not read from the resources, so that a plan shows whole policies and the rules can judge them.
  bucket           = "notejamsnapshot-${var.environment}-${var.account_id}-${var.region}"
  bucket_arn       = "arn:aws:s3:::${local.bucket}"
  replica          = "notejamsnapshot-copy-${var.environment}-${var.account_id}-${var.replica_region}"
  replica_arn      = "arn:aws:s3:::${local.replica}"
  database_arn     = "arn:aws:rds:${var.region}:${var.account_id}:db:${local.name}"
  snapshots_arn    = "arn:aws:rds:${var.region}:${var.account_id}:snapshot:${local.name}-*"
  export_role_arn  = "arn:aws:iam::${var.account_id}:role/${local.roles}-export"
  break_glass_arn  = "arn:aws:iam::${var.account_id}:role/${local.roles}-break-glass"
  circleci         = "oidc.circleci.com/org/${var.circleci_organization}"
  circleci_arn     = "arn:aws:iam::${var.account_id}:oidc-provider/${local.circleci}"
  circleci_project = "org/${var.circleci_organization}/project/${var.circleci_project}"
}
