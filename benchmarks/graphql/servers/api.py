"""The project's own API, all of it: token, limits, planner and answer."""

from benchmarks.graphql.servers.plain_http import serve, told
from graphql_api.app import App
from graphql_api.database import Database
from graphql_api.execute import Executor
from graphql_api.root import make_schema
from graphql_api.storage import Storage
from graphql_api.trusted import Trusted
from runtime.identity import verifier
from runtime.settings import ApiSettings
from schema.database import make_engine


def make_app(settings: ApiSettings, pool_size: int) -> App:
    """Return the application that Lambda runs, but with more than one connection.

    An instance of the function answers one request at a time, so it opens only one.
    """
    engine = make_engine(settings.database_url, pool_size=pool_size, ping=False)
    return App(
        Executor(make_schema()._schema),
        Database(engine, prepare=True),
        Storage(settings.upload_bucket, settings.report_bucket),
        verifier(settings),
        frozenset(),
        Trusted({}),
    )


if __name__ == "__main__":
    words = told()
    serve(make_app(ApiSettings.read(words["settings"]), words["pool_size"]))
