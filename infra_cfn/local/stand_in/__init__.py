"""Runs inside MiniStack's own process and Python: what our templates need there besides it."""
