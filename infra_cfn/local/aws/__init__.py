"""The AWS stand-in: its process, our stacks in it, its demo users."""
