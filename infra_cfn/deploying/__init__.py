"""Releases: packaged, shown, confirmed, deployed, looked at, and taken back."""
