environment       = "production"
cidr              = "10.30.0.0/16"
nat_gateways      = 3
instance_class    = "db.m7g.large"
multi_az          = true
allocated_storage = 50
max_connections   = 400
pool_size         = 20
