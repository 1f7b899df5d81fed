"""A storm: an import that is killed at twenty random moments ends as an undisturbed one does."""

import logging
import random
from collections.abc import Callable, Iterator, Mapping

from schema.access.caller import WORKER
from tests.ec2_batch.conftest import School
from tests.ec2_batch.import_storm import cradle
from tests.ec2_batch.imports.test_import_students import heavy, many
from tests.ec2_batch.test_worker import comparable, ended

KILLS = 20
ROWS = 2_000  # of two kilobytes each: some sixty chunks
UNTIL_ROWS = 0.5  # seconds, of the beginning of a life
CHUNK = 0.03  # seconds, some two chunks

logger = logging.getLogger(__name__)


def moments() -> Iterator[tuple[int, float]]:
    """Yield random moments to be killed at; who died thrice over one chunk would be given up."""
    seed = random.randrange(2**32)  # noqa: S311 - no secret
    logger.info("storm", extra={"seed": seed})
    chance, chunk = random.Random(seed), 2  # noqa: S311
    for _ in range(KILLS):
        # In the second chunk of a life there is progress, and before that there may be none.
        chunk = chance.choice([0, 1, 2, 3]) if chunk > 1 else 2
        yield chunk, chance.uniform(0, CHUNK if chunk else UNTIL_ROWS)


def test_twenty_random_kills_leave_what_no_kill_does(
    make_school: Callable[[], School], worker_environ: Mapping[str, str]
) -> None:
    undisturbed, disturbed = make_school(), make_school()

    def file_for(prefix: str) -> str:
        return heavy(many(ROWS, prefix, bad=range(500, 700)) + f"{prefix}5,Again,Row,\n")

    # As long as an older transaction runs, no event leaves the outbox: they can be counted.
    with (
        undisturbed.database.connect_as(dict(WORKER)) as older,
        cradle(worker_environ) as lives,
    ):
        older.exec_driver_sql("SELECT pg_current_xact_id()")
        calm, job_id = undisturbed.upload(file_for("u")), disturbed.upload(file_for("d"))
        assert lives.live(calm)
        for chunk, seconds in moments():
            assert not lives.live(job_id, chunk, seconds), "the file is too short for the storm"
            assert not ended(disturbed, job_id)
        assert lives.live(job_id)
        expected, found = undisturbed.contents(), disturbed.contents()

    assert len(expected["students"]) == len(expected["events"]) == ROWS - 200
    assert comparable(found, "d") == comparable(expected, "u")
