"""The kinds of record that files are about."""
