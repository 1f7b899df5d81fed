"""Lambda on this machine: our Runtime API and the real runtime client's processes."""
