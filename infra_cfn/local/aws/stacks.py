"""Which of the project's stacks run on this machine, and how they differ here."""

LOCAL_STACKS = ("storage", "identity", "events")
LOCAL_PARAMETERS = {
    # Scripts and tests sign demo users in; their tokens last a working day and the night.
    "PasswordSignIn": "on",
    "AccessTokenMinutes": "1440",
    # The stand-in has no archives.
    "ArchiveDays": "0",
}
# What the stacks of the VPC need besides.
VPC_PARAMETERS = {
    "S3PrefixListId": "pl-63a5400a",  # of us-east-1
    "ApiProfile": "explorer",  # here GraphiQL may look around
}
