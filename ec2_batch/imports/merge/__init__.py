"""The merge: staged rows into the records, a step a module."""
