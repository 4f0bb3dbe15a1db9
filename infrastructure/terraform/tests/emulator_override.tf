# For the emulator: eng/infrastructure.sh apply-local lays it beside the sources. What it takes and then forgets
# would come up as a change in every plan after.
provider "aws" {
  s3_use_path_style = true
}

provider "aws" {
  alias             = "replica"
  s3_use_path_style = true
}

resource "aws_cloudtrail" "this" {
  # It does not know a trail by its ARN, and so cannot start it.
  enable_logging = false
}

resource "aws_db_instance" "this" {
  lifecycle {
    # The last of them is the configuration's own, which this list stands in for.
    ignore_changes = [
      engine_lifecycle_support, performance_insights_enabled, performance_insights_kms_key_id,
      final_snapshot_identifier,
    ]
  }
}

resource "aws_db_parameter_group" "this" {
  lifecycle {
    # It keeps them, but does not say that they are the user's; they are read back another way.
    ignore_changes = [parameter]
  }
}

resource "aws_s3_bucket_replication_configuration" "backups" {
  lifecycle {
    ignore_changes = [rule[0].source_selection_criteria]
  }
}
