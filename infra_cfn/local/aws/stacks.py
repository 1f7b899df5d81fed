"""Which of the project's stacks run on this machine, and how they differ here."""

LOCAL_STACKS = ("storage", "identity", "events")
LOCAL_PARAMETERS = {
    # Scripts and tests sign demo users in; their tokens last a working day and the night.
    "PasswordSignIn": "on",
    "AccessTokenMinutes": "1440",
    # The stand-in has no archives.
    "ArchiveDays": "0",
}
