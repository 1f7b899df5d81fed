"""How an import is taken back."""
