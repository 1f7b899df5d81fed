"""The project's own ways to load a file, and what they are measured by."""
