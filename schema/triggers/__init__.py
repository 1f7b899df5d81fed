"""Triggers: what a constraint on one row cannot say. Applied by `schema.migrate`."""
