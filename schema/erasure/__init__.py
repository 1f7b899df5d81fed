"""Erasure: which columns hold personal data, and what is left of them when a student is erased."""
