# What makes the environments differ: environments/*.tfvars.

variable "environment" {
  type = string

  validation {
    condition     = contains(["development", "staging", "production"], var.environment)
    error_message = "The environment is development, staging or production."
  }
}

variable "cidr" {
  description = "Network of the VPC, a /16. The environments' do not overlap, so that they can be joined one day."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "The network is a /16, such as 10.30.0.0/16."
  }
}

variable "nat_gateways" {
  description = "3: each zone has its own and survives the loss of another. 1: cheaper."
  type        = number

  validation {
    condition     = contains([1, 3], var.nat_gateways)
    error_message = "There is one NAT gateway, or one in each of the three zones."
  }
}

variable "instance_class" {
  description = "Of the database; database.tf knows how much memory each has."
  type        = string
}

variable "multi_az" {
  description = "Whether a standby in another zone takes over within about two minutes."
  type        = bool
}

variable "allocated_storage" {
  description = "GiB at first; grows by itself to ten times as much."
  type        = number
}

variable "max_connections" {
  type = number
}

variable "pool_size" {
  description = "Maximum Pool Size of one web pod's connection string."
  type        = number
}

variable "node_type" {
  description = "Of the cluster's nodes; eks/cluster.yaml says what they have room for."
  type        = string
}

variable "nodes_per_zone" {
  description = "At most; the autoscaler adds them."
  type        = number
}

variable "deletion_protection" {
  description = "Turned off by an apply of its own before the database can be destroyed."
  type        = bool
  default     = true
}

# Where: the same in all environments until the region moves.

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "zones" {
  description = "Letters of three zones. Written down, since the list that AWS gives changes when a zone is added."
  type        = list(string)
  default     = ["a", "b", "c"]

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "There are three zones."
  }
}

variable "replica_region" {
  type    = string
  default = "eu-west-1"

  validation {
    condition     = var.replica_region != var.region
    error_message = "The copy of the backups is in another region."
  }
}

variable "lambda_package" {
  description = "The zip that eng/package-lambda.sh makes."
  type        = string
  default     = "../../artifacts/lambda/notejam-backup.zip"
}

# Whose: environments/account.tfvars.example.

variable "account_id" {
  type = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An AWS account has twelve digits."
  }
}

variable "alarm_address" {
  description = "Gets the alarms by mail, once it has confirmed."
  type        = string
}

variable "administrators" {
  description = "ARNs of IAM roles that administer the cluster."
  type        = list(string)
}

variable "api_cidrs" {
  description = "Networks that reach the Kubernetes API from outside the VPC: offices, and the pipeline's."
  type        = list(string)
}

variable "registry_readers" {
  description = "Accounts of the other environments, which pull their images from production's registry."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "Of the ACM certificate that the load balancer shows; its expiry is watched."
  type        = string
  default     = null
}

variable "circleci_organization" {
  type = string
}

variable "circleci_project" {
  type = string
}
