locals {
  # The controller names what it makes after the Ingress, with k8s- in front.
  load_balancing_arn = "arn:aws:elasticloadbalancing:${var.region}:${var.account_id}"
  load_balancers = [
    "${local.load_balancing_arn}:loadbalancer/app/k8s-*",
    "${local.load_balancing_arn}:listener/app/k8s-*",
    "${local.load_balancing_arn}:listener-rule/app/k8s-*",
    "${local.load_balancing_arn}:targetgroup/k8s-*",
  ]
  security_groups_arn = "arn:aws:ec2:${var.region}:${var.account_id}:security-group/*"
}

# The only door: the Ingress names this group, and nothing else here lets the internet in.
resource "aws_security_group" "load_balancer" {
  name        = "${local.name}-load-balancer"
  description = "HTTP and HTTPS from anywhere"
  vpc_id      = aws_vpc.this.id

  # By this tag, and not by the name, the controller finds the group that the Ingress names.
  tags = { Name = "${local.name}-load-balancer" }
}

# 80 only redirects.
resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = toset(["80", "443"])

  security_group_id = aws_security_group.load_balancer.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  for_each = { for letter in var.zones : letter => local.subnets["private-${letter}"].cidr }

  security_group_id = aws_security_group.load_balancer.id
  description       = "Pods in zone ${each.key}: requests and health checks"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 8080
  to_port           = 8081
}

data "aws_iam_policy_document" "load_balancer_controller" {
  statement {
    sid = "Read"
    actions = [
      "acm:DescribeCertificate", "acm:ListCertificates", "ec2:DescribeAccountAttributes", "ec2:DescribeAddresses",
      "ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeInternetGateways",
      "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
      "ec2:DescribeTags", "ec2:DescribeVpcs", "ec2:GetSecurityGroupsForVpc", "elasticloadbalancing:Describe*",
      "shield:GetSubscriptionState", "wafv2:GetWebACL", "wafv2:GetWebACLForResource", "wafv2:ListWebACLs",
      "waf-regional:GetWebACLForResource",
    ]
    resources = ["*"]
  }

  statement {
    sid = "LoadBalancers"
    actions = [
      "elasticloadbalancing:AddListenerCertificates", "elasticloadbalancing:AddTags", "elasticloadbalancing:Create*",
      "elasticloadbalancing:Delete*", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:Modify*",
      "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:RemoveListenerCertificates",
      "elasticloadbalancing:RemoveTags", "elasticloadbalancing:SetIpAddressType",
      "elasticloadbalancing:SetRulePriorities", "elasticloadbalancing:SetSecurityGroups",
      "elasticloadbalancing:SetSubnets",
    ]
    resources = local.load_balancers
  }

  statement {
    sid       = "Firewall"
    actions   = ["elasticloadbalancing:SetWebAcl", "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]
    resources = concat(local.load_balancers, [local.firewall_arn])
  }

  # The nodes' group must let the load balancer in, and a group of its own marks where that traffic comes from.
  statement {
    sid       = "Rules"
    actions   = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"]
    resources = [local.security_groups_arn]

    condition {
      test     = "ArnEquals"
      variable = "ec2:Vpc"
      values   = [aws_vpc.this.arn]
    }
  }

  statement {
    sid       = "CreateGroup"
    actions   = ["ec2:CreateSecurityGroup"]
    resources = [local.security_groups_arn, aws_vpc.this.arn]
  }

  statement {
    sid       = "TagGroup"
    actions   = ["ec2:CreateTags"]
    resources = [local.security_groups_arn]

    condition {
      test     = "StringEquals"
      variable = "ec2:CreateAction"
      values   = ["CreateSecurityGroup"]
    }
  }

  statement {
    sid       = "DeleteGroup"
    actions   = ["ec2:DeleteSecurityGroup"]
    resources = [local.security_groups_arn]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/elbv2.k8s.aws/cluster"
      values   = [local.name]
    }
  }

  statement {
    sid       = "ServiceLinkedRole"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${var.account_id}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["elasticloadbalancing.amazonaws.com"]
    }
  }
}
