locals {
  # Made here, before AWS makes them with no end to what they keep.
  log_groups = merge(
    { for name in keys(local.functions) : "/aws/lambda/${local.name}-${name}" => 90 },
    { for name in ["postgresql", "upgrade"] : "/aws/rds/instance/${local.name}/${name}" => 90 },
    {
      "/aws/vpc/${local.name}/flow"    = 90
      "/aws/eks/${local.name}/cluster" = 400
      (local.firewall_log)             = 90
    },
  )
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.log_groups

  name              = each.key
  retention_in_days = each.value
}

resource "aws_flow_log" "this" {
  vpc_id          = aws_vpc.this.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.this["/aws/vpc/${local.name}/flow"].arn
  iam_role_arn    = aws_iam_role.flow_log.arn
}

resource "aws_iam_role" "flow_log" {
  name               = "${local.roles}-flow-log"
  assume_role_policy = data.aws_iam_policy_document.service_trust["vpc-flow-logs.amazonaws.com"].json
}

resource "aws_iam_role_policy" "flow_log" {
  role   = aws_iam_role.flow_log.name
  name   = "log"
  policy = data.aws_iam_policy_document.flow_log.json
}

data "aws_iam_policy_document" "flow_log" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:/aws/vpc/${local.name}/flow:*"]
  }

  statement {
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }
}
