# eksctl makes the cluster (../eks); here is what must be there before it, and what its pods may do in AWS.
locals {
  cluster_arn = "arn:aws:eks:${var.region}:${var.account_id}:cluster/${local.name}"

  # Roles of pods, and the service account that each belongs to.
  pod_roles = {
    cluster-autoscaler           = { namespace = "kube-system", service_account = "cluster-autoscaler" }
    aws-load-balancer-controller = { namespace = "kube-system", service_account = "aws-load-balancer-controller" }
    ebs-csi-driver               = { namespace = "kube-system", service_account = "ebs-csi-controller-sa" }
    vpc-cni                      = { namespace = "kube-system", service_account = "aws-node" }
    backup                       = { namespace = "notejam", service_account = "backup" }
  }

  pod_policies = {
    cluster-autoscaler           = data.aws_iam_policy_document.cluster_autoscaler.json
    aws-load-balancer-controller = data.aws_iam_policy_document.load_balancer_controller.json
    backup                       = data.aws_iam_policy_document.backup.json
  }

  # AWS maintains these two together with the add-ons.
  pod_managed_policies = {
    ebs-csi-driver = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    vpc-cni        = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
  }
}

resource "aws_iam_role" "pod" {
  for_each = local.pod_roles

  name               = "${local.roles}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.pod_trust[each.key].json
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.pod_policies

  role   = aws_iam_role.pod[each.key].name
  name   = each.key
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "pod" {
  for_each = local.pod_managed_policies

  role       = aws_iam_role.pod[each.key].name
  policy_arn = each.value
}

# Pod Identity says in tags of the session for which pod it asks; without sts:TagSession it cannot ask at all.
data "aws_iam_policy_document" "pod_trust" {
  for_each = local.pod_roles

  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = {
        eks-cluster-arn            = local.cluster_arn
        kubernetes-namespace       = each.value.namespace
        kubernetes-service-account = each.value.service_account
      }

      content {
        test     = "StringEquals"
        variable = "aws:RequestTag/${condition.key}"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "node" {
  name               = "${local.roles}-node"
  assume_role_policy = data.aws_iam_policy_document.service_trust["ec2.amazonaws.com"].json
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])

  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

data "aws_iam_policy_document" "cluster_autoscaler" {
  statement {
    sid = "Read"
    actions = [
      "autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeScalingActivities", "autoscaling:DescribeTags",
      "ec2:DescribeImages", "ec2:DescribeInstanceTypes", "ec2:DescribeLaunchTemplateVersions",
      "ec2:GetInstanceTypesFromInstanceRequirements", "eks:DescribeNodegroup",
    ]
    resources = ["*"]
  }

  # Its own cluster's groups, which EKS tags.
  statement {
    sid       = "Scale"
    actions   = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    resources = ["arn:aws:autoscaling:${var.region}:${var.account_id}:autoScalingGroup:*:autoScalingGroupName/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/k8s.io/cluster-autoscaler/${local.name}"
      values   = ["owned"]
    }
  }
}

# Dumps: written, read, listed; neither deleted nor overwritten (backups.tf).
data "aws_iam_policy_document" "backup" {
  statement {
    sid       = "Dumps"
    actions   = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    resources = ["${local.bucket_arn}/dumps/*"]
  }

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["dumps/*"]
    }
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.this["backups"].arn]
  }
}
