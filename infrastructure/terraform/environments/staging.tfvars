# As many connections as production, so that a load test here means something there.
environment       = "staging"
cidr              = "10.20.0.0/16"
nat_gateways      = 1
instance_class    = "db.t4g.medium"
multi_az          = false
allocated_storage = 20
max_connections   = 400
pool_size         = 20
node_type         = "t3.large"
nodes_per_zone    = 2
