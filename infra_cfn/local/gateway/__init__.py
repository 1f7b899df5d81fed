"""API Gateway on this machine: HTTP in, events to the function, the rest to Flask."""
