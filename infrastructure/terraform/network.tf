locals {
  zones = { for i, letter in var.zones : letter => { index = i, name = "${var.region}${letter}" } }
  # Pods take addresses of the private subnets: a /20 for each zone. The others need few.
  subnets = merge(
    { for letter, zone in local.zones : "private-${letter}" => {
      zone = zone.name
      cidr = cidrsubnet(var.cidr, 4, zone.index)
      tags = { "kubernetes.io/role/internal-elb" = "1" }
    } },
    { for letter, zone in local.zones : "public-${letter}" => {
      zone = zone.name
      cidr = cidrsubnet(var.cidr, 8, 64 + zone.index)
      tags = { "kubernetes.io/role/elb" = "1" }
    } },
    { for letter, zone in local.zones : "database-${letter}" => {
      zone = zone.name
      cidr = cidrsubnet(var.cidr, 8, 80 + zone.index)
      tags = {}
    } },
  )
  nat_zones = slice(var.zones, 0, var.nat_gateways)

  private_subnets  = { for letter in var.zones : letter => aws_subnet.this["private-${letter}"].id }
  public_subnets   = { for letter in var.zones : letter => aws_subnet.this["public-${letter}"].id }
  database_subnets = { for letter in var.zones : letter => aws_subnet.this["database-${letter}"].id }
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true

  tags = { Name = local.name }

  lifecycle {
    precondition {
      condition     = terraform.workspace == "default" || startswith(terraform.workspace, var.environment)
      error_message = "The workspace ${terraform.workspace} holds another environment than ${var.environment}."
    }
  }
}

# Whatever names no security group of its own gets this one, which allows nothing.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value.cidr
  availability_zone = each.value.zone

  tags = merge(each.value.tags, { Name = "${local.name}-${each.key}" })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = local.name }
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"
  tags   = { Name = "${local.name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "this" {
  for_each = aws_eip.nat

  allocation_id = each.value.id
  subnet_id     = local.public_subnets[each.key]
  tags          = { Name = "${local.name}-${each.key}" }
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${local.name}-public" }
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table" "private" {
  for_each = local.zones

  vpc_id = aws_vpc.this.id
  tags   = { Name = "${local.name}-private-${each.key}" }
}

resource "aws_route" "private" {
  for_each = local.zones

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[local.nat_zones[each.value.index % var.nat_gateways]].id
}

# No route leads out: the database answers the VPC and nobody else.
resource "aws_route_table" "database" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${local.name}-database" }
}

resource "aws_route_table_association" "public" {
  for_each = local.zones

  subnet_id      = local.public_subnets[each.key]
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  subnet_id      = local.private_subnets[each.key]
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route_table_association" "database" {
  for_each = local.zones

  subnet_id      = local.database_subnets[each.key]
  route_table_id = aws_route_table.database.id
}

# Dumps and image layers would otherwise pay for their way through NAT.
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.this.id
  service_name    = "com.amazonaws.${var.region}.s3"
  route_table_ids = [for table in aws_route_table.private : table.id]
  tags            = { Name = "${local.name}-s3" }
}
