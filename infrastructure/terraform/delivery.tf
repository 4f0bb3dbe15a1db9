# CircleCI shows who it is by a signed token for each job: there is no key to steal.
resource "aws_iam_openid_connect_provider" "circleci" {
  url            = "https://${local.circleci}"
  client_id_list = [var.circleci_organization]
}

data "aws_iam_policy_document" "circleci_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [local.circleci_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.circleci}:aud"
      values   = [var.circleci_organization]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.circleci}:oidc.circleci.com/project-id"
      values   = [var.circleci_project]
    }

    # The second version of the token names the branch.
    condition {
      test     = "StringLike"
      variable = "${local.circleci}:sub"
      values   = ["${local.circleci_project}/user/*/vcs-origin/*/vcs-ref/refs/heads/main"]
    }
  }
}

# What it may do in the cluster is said there, by the access entry in infrastructure/eks.
resource "aws_iam_role" "deploy" {
  name                 = "${local.roles}-deploy"
  assume_role_policy   = data.aws_iam_policy_document.circleci_trust.json
  max_session_duration = 3600

  depends_on = [aws_iam_openid_connect_provider.circleci]
}

resource "aws_iam_role_policy" "deploy" {
  role   = aws_iam_role.deploy.name
  name   = "deploy"
  policy = data.aws_iam_policy_document.deploy.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["eks:DescribeCluster"]
    resources = [local.cluster_arn]
  }
}

# Pushes images, and touches no cluster.
resource "aws_iam_role" "release" {
  count = local.production ? 1 : 0

  name                 = "${local.roles}-release"
  assume_role_policy   = data.aws_iam_policy_document.circleci_trust.json
  max_session_duration = 3600

  depends_on = [aws_iam_openid_connect_provider.circleci]
}

resource "aws_iam_role_policy" "release" {
  count = local.production ? 1 : 0

  role   = aws_iam_role.release[0].name
  name   = "release"
  policy = data.aws_iam_policy_document.release.json
}

data "aws_iam_policy_document" "release" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions = [
      "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
      "ecr:DescribeImageScanFindings", "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = ["arn:aws:ecr:${var.region}:${var.account_id}:repository/notejam/*"]
  }
}
