# For eksctl: terraform output -raw cluster_config | eksctl create cluster -f -
output "cluster_config" {
  description = "infrastructure/eks/cluster.yaml, filled in."
  value = templatefile("../eks/cluster.yaml", {
    environment     = var.environment
    node_type       = var.node_type
    nodes_per_zone  = var.nodes_per_zone
    region          = var.region
    vpc             = aws_vpc.this.id
    zones           = local.zones
    private_subnets = local.private_subnets
    public_subnets  = local.public_subnets
    secrets_key     = aws_kms_key.this["cluster"].arn
    node_role       = aws_iam_role.node.arn
    deploy_role     = aws_iam_role.deploy.arn
    pod_roles       = { for name, role in aws_iam_role.pod : name => role.arn }
    administrators  = var.administrators
    api_cidrs       = var.api_cidrs
  })
}

# For the manifests.
output "vpc" {
  value = aws_vpc.this.id
}

output "database_endpoint" {
  value = aws_db_instance.this.endpoint
}

output "database_secret" {
  description = "Of the master user, for the first migration; the application has users of its own."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "pool_size" {
  value = var.pool_size
}

output "backup_store" {
  description = "Backup__Store of the backup worker."
  value       = "s3://${module.backups.name}/dumps"
}

output "backup_key" {
  description = "Backup__KmsKey of the backup worker."
  value       = aws_kms_key.this["backups"].arn
}

output "load_balancer_security_group" {
  value = aws_security_group.load_balancer.id
}

# Networks whose X-Forwarded-For is believed: Site__Proxies.
output "load_balancer_cidrs" {
  value = [for letter in var.zones : local.subnets["public-${letter}"].cidr]
}

# For the pipeline.
output "deploy_role" {
  value = aws_iam_role.deploy.arn
}

output "release_role" {
  value = one(aws_iam_role.release[*].arn)
}

output "registry" {
  value = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

# For a move to the other region.
output "replica_bucket" {
  value = module.replica.name
}
