"""PostgreSQL: the cluster, the pool, transactions under a principal, migrations."""
