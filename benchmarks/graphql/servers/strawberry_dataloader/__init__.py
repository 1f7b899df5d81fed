"""Strawberry with DataLoader."""
