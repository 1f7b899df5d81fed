"""Versions, each named by what it does."""
