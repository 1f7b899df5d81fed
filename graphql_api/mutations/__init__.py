"""What every mutation does around its own work."""
