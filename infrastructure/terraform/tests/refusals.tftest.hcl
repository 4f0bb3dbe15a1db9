# What is refused, or left out; once, with the variables of production.
mock_provider "aws" {
  source = "./tests/mocks"
}

mock_provider "aws" {
  alias  = "replica"
  source = "./tests/mocks"
}

run "too_many_connections_are_refused" {
  command = plan

  variables {
    pool_size = 100
  }

  expect_failures = [aws_db_instance.this]
}

run "more_connections_than_memory_are_refused" {
  command = plan

  variables {
    max_connections = 4000
  }

  expect_failures = [aws_db_instance.this]
}

run "the_same_region_twice_is_refused" {
  command = plan

  variables {
    replica_region = "eu-central-1"
  }

  expect_failures = [var.replica_region]
}

run "no_alarm_without_a_certificate" {
  command = plan

  variables {
    certificate_arn = null
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "certificate")
    error_message = "There is nothing to watch."
  }
}
