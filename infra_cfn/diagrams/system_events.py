"""The part of the system that passes events on: buses, rules and queues."""

from infra_cfn.diagrams.picture import Box, Picture
from infra_cfn.wiring.resource import Resource
from infra_cfn.wiring.stack_resources import Made

ROWS = 654, 756
HEIGHT = 84
DAY = 86400  # seconds


def draw_events(picture: Picture, made: Made) -> None:
    """Draw buses and queues, the rules between them, and what the hosts do with both."""
    picture.group("plain", "Amazon EventBridge", Box(494, 620, 222, 232))
    picture.group("plain", "Amazon SQS", Box(790, 620, 452, 232))
    bus = made.of("AWS::Events::EventBus")[0].logical_id
    kept = [
        f"replay of {a.properties['RetentionDays']} days" for a in made.of("AWS::Events::Archive")
    ]
    buses = {
        True: picture.box("events", bus, ["what happened: ids only", *kept], _at(506, 0, 198)),
        False: picture.box("events", "default bus", ["Object Created, of S3"], _at(506, 1, 198)),
    }
    queues = _queues(picture, made)
    for (arn, own), names in sorted(_rules(made).items()):
        _rule(picture, buses[own], queues[arn], ", ".join(names))
    picture.arrow([(438, ROWS[1] + 42), buses[False].left()])
    # What hosts do through the endpoints.
    files = [(900, 544), (900, 590), (341, 590), (341, 620)]
    picture.arrow(files, "read files, write reports", (480, 586))
    picture.arrow([(914, 544), (914, 606), (605, 606), (605, 620)], "publish", (740, 602))
    picture.arrow([(1039, 620), (1039, 544)], "take messages", (1090, 598))


def _at(x: float, row: int, width: float) -> Box:
    return Box(x, ROWS[row], width, HEIGHT)


def _queues(picture: Picture, made: Made) -> dict[str, Box]:
    """Draw each queue beside its dead letters."""
    all_queues = {queue.arn: queue for queue in made.of("AWS::SQS::Queue")}
    working = [q for q in all_queues.values() if "RedrivePolicy" in q.properties]
    boxes = {}
    for row, queue in enumerate(sorted(working, key=_name, reverse=True)):
        redrive = queue.properties["RedrivePolicy"]
        seen = [f"again after {queue.properties['VisibilityTimeout']} s"]
        here = picture.box("events", queue.logical_id, seen, _at(804, row, 150))
        letters = all_queues[redrive["deadLetterTargetArn"]]
        kept = [f"kept {int(letters.properties['MessageRetentionPeriod']) // DAY} days"]
        there = picture.box("events", letters.logical_id, kept, _at(1024, row, 208))
        tries = f"after {redrive['maxReceiveCount']}"
        picture.arrow([here.right(), there.left()], tries, (986, ROWS[row] + 36))
        boxes[queue.arn] = here
    return boxes


def _name(queue: Resource) -> str:
    return queue.logical_id


def _rules(made: Made) -> dict[tuple[str, bool], list[str]]:
    """Return the rules' names by the queue they lead to, and whether the bus is our own."""
    found: dict[tuple[str, bool], list[str]] = {}
    queues = {queue.arn for queue in made.of("AWS::SQS::Queue")}
    for rule in made.of("AWS::Events::Rule"):
        for arn in {target["Arn"] for target in rule.properties["Targets"]} & queues:
            own = "EventBusName" in rule.properties
            found.setdefault((arn, own), []).append(rule.name.rpartition("-")[2])
    return found


def _rule(picture: Picture, bus: Box, queue: Box, words: str) -> None:
    if bus.y == queue.y:
        picture.arrow([bus.right(), queue.left()], words, (753, bus.y + 36))
    else:
        down = [bus.right(0.8), (730, bus.y + 67), (730, queue.y + 17), queue.left(0.2)]
        picture.arrow(down, words, (757, queue.y - 4))
