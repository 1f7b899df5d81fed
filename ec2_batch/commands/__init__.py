"""The commands of `studentcloud`, one a module, each with a `command`."""
