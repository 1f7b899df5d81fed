"""What a cold start costs: the packaged function, run by the real runtime client."""
