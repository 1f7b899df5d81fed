"""What the commands know of a system that runs somewhere: where it is, and how to ask it."""
