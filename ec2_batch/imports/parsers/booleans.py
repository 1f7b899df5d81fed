"""Yes and no."""

from ec2_batch.imports.parsers.words import one_of

WORDS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}

boolean = one_of(WORDS)
