"""Consumers of domain events, each idempotent by the event's id."""
