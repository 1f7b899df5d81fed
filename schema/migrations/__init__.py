"""Versions of the tables, applied in order by `schema.migrate`."""
