"""Diagrams of what the templates make, drawn from them: `make diagrams` writes docs/diagrams."""
