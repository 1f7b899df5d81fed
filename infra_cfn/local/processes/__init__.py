"""Processes: started on a leash, watched, and ended together."""
