"""One validated operation becomes one SQL statement.

selection (what is asked) → plan (what will be read) → build (bindings → plan)
→ sql (plan → text) → run (text → answer). Data flows in that direction only.
"""
