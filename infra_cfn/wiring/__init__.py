"""The stacks as they wire together: templates read as CloudFormation would, without it."""
