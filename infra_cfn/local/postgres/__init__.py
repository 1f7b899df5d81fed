"""PostgreSQL on this machine: where its programs are, its data, its server."""
