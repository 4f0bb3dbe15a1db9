mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "replica"
  source = "./tests/mocks"
}

variables {
  expected = {
    development = {
      cidr           = "10.10.0.0/16"
      nat_gateways   = 1
      instance_class = "db.t4g.small"
      multi_az       = false
      pool_size      = 5
      nodes          = 6
      images         = []
    }
    staging = {
      cidr           = "10.20.0.0/16"
      nat_gateways   = 1
      instance_class = "db.t4g.medium"
      multi_az       = false
      pool_size      = 20
      nodes          = 6
      images         = []
    }
    production = {
      cidr           = "10.30.0.0/16"
      nat_gateways   = 3
      instance_class = "db.m7g.large"
      multi_az       = true
      pool_size      = 20
      nodes          = 12
      images         = ["backup", "web"]
    }
  }
}

run "network_and_database" {
  # What makes this environment differ.
  assert {
    condition     = aws_vpc.this.cidr_block == var.expected[var.environment].cidr
    error_message = "Its network."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == var.expected[var.environment].nat_gateways
    error_message = "Its number of ways out."
  }
  assert {
    condition = (
      aws_db_instance.this.multi_az == var.expected[var.environment].multi_az
      && aws_db_instance.this.instance_class == var.expected[var.environment].instance_class
    )
    error_message = "Its database."
  }
  assert {
    condition     = output.pool_size == var.expected[var.environment].pool_size
    error_message = "Its connections."
  }
  assert {
    condition = (
      tolist(keys(aws_ecr_repository.this)) == tolist(var.expected[var.environment].images)
      && length(aws_iam_role.release) == min(1, length(var.expected[var.environment].images))
    )
    error_message = "One registry for all, in production."
  }
  assert {
    condition = alltrue([
      for r in aws_ecr_repository.this :
      r.image_tag_mutability == "IMMUTABLE" && r.image_scanning_configuration[0].scan_on_push
    ])
    error_message = "A tag never changes, and every image is scanned."
  }
  assert {
    condition = (
      sum([for g in yamldecode(output.cluster_config).managedNodeGroups : g.maxSize])
      == var.expected[var.environment].nodes
    )
    error_message = "Its nodes at most."
  }

  # Network.
  assert {
    condition     = length(aws_subnet.this) == 9 && length(distinct([for s in aws_subnet.this : s.cidr_block])) == 9
    error_message = "Nine subnets, three of a kind, with networks of their own."
  }
  assert {
    condition = alltrue([
      for name, s in aws_subnet.this :
      s.availability_zone == "${var.region}${substr(name, -1, 1)}"
    ])
    error_message = "A subnet's name ends with its zone."
  }
  assert {
    condition     = length(distinct([for s in aws_subnet.this : s.availability_zone])) == 3
    error_message = "Three zones."
  }
  assert {
    condition     = alltrue([for s in aws_subnet.this : s.vpc_id == aws_vpc.this.id])
    error_message = "All in the one VPC."
  }
  assert {
    condition = alltrue([
      for letter in var.zones :
      aws_subnet.this["private-${letter}"].tags["kubernetes.io/role/internal-elb"] == "1"
    ])
    error_message = "Internal load balancers find the private subnets."
  }
  assert {
    condition = alltrue([
      for letter in var.zones :
      aws_subnet.this["public-${letter}"].tags["kubernetes.io/role/elb"] == "1"
    ])
    error_message = "Load balancers find the public subnets."
  }
  assert {
    condition = alltrue([
      for letter in var.zones :
      keys(aws_subnet.this["database-${letter}"].tags) == tolist(["Name"])
    ])
    error_message = "Load balancers find no database subnet."
  }
  assert {
    condition = alltrue([
      for letter in var.zones :
      endswith(aws_subnet.this["private-${letter}"].cidr_block, "/20")
    ])
    error_message = "Room for 4,000 pods in each zone."
  }
  assert {
    condition     = alltrue([for s in aws_subnet.this : s.map_public_ip_on_launch != true])
    error_message = "Nothing gets a public address by being started."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == var.nat_gateways && length(aws_eip.nat) == var.nat_gateways
    error_message = "As many NAT gateways as the environment asks for."
  }
  assert {
    condition = (
      length(aws_route.private) == 3
      && alltrue([
        for route in aws_route.private :
        route.destination_cidr_block == "0.0.0.0/0" && route.gateway_id == null
      ])
    )
    error_message = "Private subnets leave through NAT, not through the internet gateway."
  }
  assert {
    condition = (
      length(aws_route_table_association.database) == 3
      && alltrue([for a in aws_route_table_association.database : a.route_table_id == aws_route_table.database.id])
    )
    error_message = "The database's subnets have a route table without a way out."
  }
  assert {
    condition = (
      aws_vpc_endpoint.s3.service_name == "com.amazonaws.${var.region}.s3"
      && length(aws_vpc_endpoint.s3.route_table_ids) >= 1
    )
    error_message = "S3 is reached without NAT."
  }
  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "Refused traffic is logged too."
  }

  # Database.
  assert {
    condition     = aws_db_instance.this.identifier == "notejam-${var.environment}"
    error_message = "Each environment has a database of its own name."
  }
  assert {
    condition = (
      aws_db_instance.this.engine == "postgres"
      && aws_db_instance.this.engine_version == "17"
      && aws_db_parameter_group.this.family == "postgres17"
    )
    error_message = "PostgreSQL 17."
  }
  assert {
    condition     = aws_db_instance.this.engine_lifecycle_support == "open-source-rds-extended-support-disabled"
    error_message = "No extended support that nobody asked for."
  }
  assert {
    condition     = !aws_db_instance.this.publicly_accessible
    error_message = "Not public."
  }
  assert {
    condition = (
      aws_db_instance.this.storage_encrypted && aws_db_instance.this.kms_key_id == aws_kms_key.this["database"].arn
    )
    error_message = "Encrypted with its own key."
  }
  assert {
    condition     = aws_db_instance.this.backup_retention_period == 35
    error_message = "Point in time for 35 days."
  }
  assert {
    condition = (
      !startswith(aws_db_instance.this.backup_window, "00:")
      && !startswith(aws_db_instance.this.maintenance_window, "sun:00:")
    )
    error_message = "Midnight belongs to the daily snapshot."
  }
  assert {
    condition = (
      aws_db_instance.this.deletion_protection
      && !aws_db_instance.this.skip_final_snapshot
      && !aws_db_instance.this.delete_automated_backups
    )
    error_message = "Not deleted by accident, nor without a snapshot."
  }
  assert {
    condition = (
      can(regex("^notejam-${var.environment}-final-[0-9]{14}$", aws_db_instance.this.final_snapshot_identifier))
    )
    error_message = "The last snapshot has a name that is no day's, and no earlier database's."
  }
  assert {
    condition     = aws_db_instance.this.copy_tags_to_snapshot
    error_message = "Snapshots say whose they are."
  }
  assert {
    condition     = aws_db_instance.this.enabled_cloudwatch_logs_exports == toset(["postgresql", "upgrade"])
    error_message = "Logs leave the instance."
  }
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "No password in the state."
  }
  assert {
    condition     = one([for p in aws_db_parameter_group.this.parameter : p.value if p.name == "rds.force_ssl"]) == "1"
    error_message = "TLS only."
  }
  assert {
    condition = (
      one([for p in aws_db_parameter_group.this.parameter : p.value if p.name == "max_connections"])
      == tostring(var.max_connections)
    )
    error_message = "The number that the arithmetic is about is the one that is set."
  }
  assert {
    condition     = (12 + 3) * var.pool_size + 10 <= 0.8 * var.max_connections
    error_message = "All pods of a rolling update fit with a fifth to spare."
  }
  assert {
    condition = (
      toset([for rule in aws_vpc_security_group_ingress_rule.database : rule.cidr_ipv4])
      == toset([for letter in var.zones : aws_subnet.this["private-${letter}"].cidr_block])
    )
    error_message = "Pods reach it, nobody else."
  }
  assert {
    condition = alltrue([
      for rule in aws_vpc_security_group_ingress_rule.database :
      rule.from_port == 5432 && rule.to_port == 5432
    ])
    error_message = "By PostgreSQL's port only."
  }
}
