"""`python -m ec2_batch`, where nothing installs commands: on a host."""

from ec2_batch.cli import main

main()
