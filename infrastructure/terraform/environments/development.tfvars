environment       = "development"
cidr              = "10.10.0.0/16"
nat_gateways      = 1
instance_class    = "db.t4g.small"
multi_az          = false
allocated_storage = 20
max_connections   = 110
pool_size         = 5
