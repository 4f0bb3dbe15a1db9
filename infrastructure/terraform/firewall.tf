# In front of the load balancer: what one address may send. The Ingress names it, and the controller attaches it.
locals {
  firewall_arn = "arn:aws:wafv2:${var.region}:${var.account_id}:regional/webacl/${local.name}/*"
  # WAF takes only groups of this prefix.
  firewall_log = "aws-waf-logs-${local.name}"

  # In five minutes, from one address. Behind one there may be an office, or the hall of a conference.
  firewall_limits = {
    # The application itself limits tries of passwords far more strictly, by account and by network.
    accounts = { priority = 0, requests = 200 }
    all      = { priority = 1, requests = 10000 }
  }

  # Where passwords and addresses are tried.
  account_paths = ["/signin", "/signup", "/forgot-password"]

  # AWS keeps these lists. What holds a note is never shown to them: it may be about code, SQL or an attack.
  firewall_lists = {
    AWSManagedRulesAmazonIpReputationList = 2
    AWSManagedRulesKnownBadInputsRuleSet  = 3
  }
}

resource "aws_wafv2_web_acl" "this" {
  name        = local.name
  description = "Limits by address, and known attackers"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  custom_response_body {
    key          = "wait"
    content_type = "TEXT_PLAIN"
    content      = "Too many requests came from your network. Wait five minutes and try again.\n"
  }

  dynamic "rule" {
    for_each = local.firewall_limits

    content {
      name     = rule.key
      priority = rule.value.priority

      action {
        block {
          custom_response {
            response_code            = 429
            custom_response_body_key = "wait"

            response_header {
              name  = "Retry-After"
              value = "300"
            }
          }
        }
      }

      statement {
        rate_based_statement {
          aggregate_key_type    = "IP"
          limit                 = rule.value.requests
          evaluation_window_sec = 300

          dynamic "scope_down_statement" {
            for_each = rule.key == "accounts" ? [local.account_paths] : []

            content {
              and_statement {
                statement {
                  byte_match_statement {
                    search_string         = "POST"
                    positional_constraint = "EXACTLY"

                    field_to_match {
                      method {}
                    }

                    text_transformation {
                      priority = 0
                      type     = "NONE"
                    }
                  }
                }

                statement {
                  or_statement {
                    dynamic "statement" {
                      for_each = scope_down_statement.value

                      content {
                        byte_match_statement {
                          search_string         = statement.value
                          positional_constraint = "STARTS_WITH"

                          field_to_match {
                            uri_path {}
                          }

                          # As the application reads a path: /%53ignin and /x/../SIGNIN lead there too.
                          dynamic "text_transformation" {
                            for_each = ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]

                            content {
                              priority = text_transformation.key
                              type     = text_transformation.value
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = "${local.name}-${rule.key}"
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
      }
    }
  }

  dynamic "rule" {
    for_each = local.firewall_lists

    content {
      name     = rule.key
      priority = rule.value

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          scope_down_statement {
            not_statement {
              statement {
                byte_match_statement {
                  search_string         = "POST"
                  positional_constraint = "EXACTLY"

                  field_to_match {
                    method {}
                  }

                  text_transformation {
                    priority = 0
                    type     = "NONE"
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        metric_name                = "${local.name}-${rule.key}"
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
      }
    }
  }

  # Samples would show cookies and the links of forgotten passwords: what is redacted in the log is not redacted there.
  visibility_config {
    metric_name                = local.name
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = false
  }
}

# What was refused, and by which rule; without what holds secrets.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.this[local.firewall_log].arn]

  # The path of a link for a forgotten password is the right to set one.
  redacted_fields {
    uri_path {}
  }

  redacted_fields {
    query_string {}
  }

  dynamic "redacted_fields" {
    for_each = ["authorization", "cookie", "referer"]

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      condition {
        action_condition {
          action = "BLOCK"
        }
      }
    }
  }

  depends_on = [aws_cloudwatch_log_resource_policy.firewall]
}

resource "aws_cloudwatch_log_resource_policy" "firewall" {
  policy_name     = "${local.name}-firewall"
  policy_document = data.aws_iam_policy_document.firewall_log.json
}

data "aws_iam_policy_document" "firewall_log" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:${local.firewall_log}:log-stream:*"]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:logs:${var.region}:${var.account_id}:*"]
    }
  }
}
