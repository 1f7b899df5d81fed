"""The function that migrates from within the VPC: docs/decisions/0011-migrations.md."""
