"""Settings: the only place that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self


class MissingSettingError(Exception):
    """A variable that a program needs is not set, or cannot be understood."""


def _variable(name: str, default: str | None = None) -> Any:
    return field(metadata={"variable": name, "default": default})


@dataclass(frozen=True, slots=True)
class _Variables:
    """Values that each have a variable."""

    @classmethod
    def variables(cls) -> dict[str, str | None]:
        """Return each variable's name and default; None means it must be set."""
        return {f.metadata["variable"]: f.metadata["default"] for f in fields(cls)}

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Return the settings found in the environment.

        Raises:
            MissingSettingError: naming every variable that must be set and is not.
        """
        found = os.environ if environ is None else environ
        wanted = cls.variables()
        missing = [n for n, default in wanted.items() if default is None and not found.get(n)]
        if missing:
            raise MissingSettingError(
                f"Set {', '.join(missing)}. `make up` sets all variables for this machine;"
                " docs/operations.md says what each one means."
            )
        return cls(
            **{
                f.name: found.get(f.metadata["variable"]) or f.metadata["default"]
                for f in fields(cls)
            }
        )


@dataclass(frozen=True, slots=True)
class _Settings(_Variables):
    """What both programs read."""

    # local | development | production
    environment: str = _variable("ENVIRONMENT")
    # postgresql://user[:password]@host:port/name[?sslmode=…]; no password with iam
    database_url: str = _variable("DATABASE_URL")
    # password | iam: with iam, a 15-minute token takes the place of the password
    database_auth: str = _variable("DATABASE_AUTH", "iam")
    # exact `iss` of the access tokens that are accepted
    token_issuer: str = _variable("TOKEN_ISSUER")
    # the issuer's public keys, as JSON: a private function has no way to fetch them
    token_jwks: str = _variable("TOKEN_JWKS")
    # app clients whose tokens are accepted, separated by commas
    token_client_ids: str = _variable("TOKEN_CLIENT_IDS")
    upload_bucket: str = _variable("UPLOAD_BUCKET")
    report_bucket: str = _variable("REPORT_BUCKET")
    log_level: str = _variable("LOG_LEVEL", "INFO")


@dataclass(frozen=True, slots=True)
class ApiSettings(_Settings):
    """What the GraphQL Lambda reads."""

    # on | off: off where RDS Proxy stands between, which prepared statements would pin
    database_prepare: str = _variable("DATABASE_PREPARE", "on")
    # explorer | production: what is answered besides POST; see graphql_api/profile.py
    api_profile: str = _variable("API_PROFILE", "production")
    # app clients that may only send documents of schema/trusted.json, separated by commas
    trusted_client_ids: str = _variable("TRUSTED_CLIENT_IDS", "")
    # origins that a browser may call from, separated by commas
    cors_origins: str = _variable("CORS_ORIGINS", "")


@dataclass(frozen=True, slots=True)
class BatchSettings(_Settings):
    """What the EC2 host reads: service, worker and commands."""

    # imports and reports to do
    job_queue_url: str = _variable("JOB_QUEUE_URL")
    # domain events for the consumer that recomputes standing
    standing_queue_url: str = _variable("STANDING_QUEUE_URL")
    event_bus_name: str = _variable("EVENT_BUS_NAME")
    # which host of which group this is, to stay there while at work; neither on one's own machine
    auto_scaling_group: str = _variable("AUTO_SCALING_GROUP", "")
    instance_id: str = _variable("INSTANCE_ID", "")
    # the built GraphiQL page
    graphiql_directory: str = _variable("GRAPHIQL_DIRECTORY", "web/dist")


@dataclass(frozen=True, slots=True)
class MigrationSettings(_Variables):
    """What the function that migrates reads."""

    # postgresql://host:port/name[?sslmode=…]; the login is in the secret
    database_url: str = _variable("DATABASE_URL")
    # of a secret {"username": …, "password": …} that RDS makes and changes
    master_secret_arn: str = _variable("MASTER_SECRET_ARN")


@dataclass(frozen=True, slots=True)
class CommandSettings(_Variables):
    """What the commands read on anybody's machine, where no `make up` runs."""

    # where GraphQL answers: https://…/graphql
    graphql: str = _variable("STUDENT_CLOUD_GRAPHQL", "")
    # an access token of the person who gives the command
    token: str = _variable("STUDENT_CLOUD_TOKEN", "")
    # which installation `doctor --network` looks at
    environment: str = _variable("ENVIRONMENT", "")
    # of a login that may change tables, for `migrate` and `seed`
    database_url: str = _variable("DATABASE_URL", "")
