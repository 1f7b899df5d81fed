"""The network: who can reach what, and whether that is as it should be.

One set of rules is held against the network that AWS describes (`describe.py`) and against the
one that the templates would make (`infra_cfn/wiring/network.py`).
"""
