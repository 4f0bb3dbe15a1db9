terraform {
  # 1.10 brought the lock file of the S3 backend, which state.tf.example uses.
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = var.region
  # Another environment's credentials must not get further than this.
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}

# Where a copy of the backups waits for the day on which var.region is lost.
provider "aws" {
  alias               = "replica"
  region              = var.replica_region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}
