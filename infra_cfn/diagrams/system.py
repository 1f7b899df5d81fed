"""The system: what a request, an upload and an event pass through."""

from collections.abc import Iterator

from infra_cfn.diagrams.picture import Box, Picture, wrapped
from infra_cfn.diagrams.system_events import draw_events
from infra_cfn.diagrams.system_vpc import draw_vpc
from infra_cfn.wiring.stack_resources import Made

BUCKET, FUNCTION = "AWS::S3::Bucket", "AWS::Lambda::Function"
POOL, CLIENT = "AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"
COLUMN, WIDE = 244, 194  # what stands before the VPC
STORED = 654, 756  # rows below it
SHOWN = ("UploadBucket", "ReportBucket")


def draw_system(made: Made) -> str:
    """Return the system's architecture."""
    picture = Picture("Student Cloud: system architecture", 1280, 892)
    picture.group("region", "AWS Region", Box(216, 56, 1040, 812))
    _front(picture, made)
    draw_vpc(picture, made)
    _storage(picture, made)
    draw_events(picture, made)
    _beside(picture, made)
    return picture.svg()


def _front(picture: Picture, made: Made) -> None:
    apps = ["apps, programs,", "browsers"]
    clients = picture.box("people", "Clients", apps, Box(24, 250, 160, 72))
    roles = len(made.of("AWS::Cognito::UserPoolGroup"))
    minutes = made.of(CLIENT)[0].properties["AccessTokenValidity"]
    lines = [made.of(POOL)[0].logical_id, f"{roles} roles as groups", f"tokens for {minutes} min"]
    cognito = picture.box("security", "Amazon Cognito", lines, Box(COLUMN, 92, WIDE, 88))
    stage = made.of("AWS::ApiGateway::Stage")[0].properties
    rate = stage["MethodSettings"][0]["ThrottlingRateLimit"]
    words = [
        "REST API, regional",
        f"stage {stage['StageName']}",
        f"{rate} requests a second",
        "a token for /graphql",
        "access log, traces",
    ]
    gateway = picture.box("network", "Amazon API Gateway", words, Box(COLUMN, 240, WIDE, 148))
    picture.arrow([clients.top(), (104, 136), cognito.left()], "sign in", (162, 131))
    picture.arrow([(184, 286), (COLUMN, 286)], "HTTPS", (214, 281))
    picture.arrow([gateway.top(), cognito.bottom()], "asks", (COLUMN + 118, 214))
    picture.arrow([(438, 281), (514, 281)], "the rest", (466, 276))
    picture.arrow([(438, 360), (514, 360)], "/graphql", (466, 355))


def _storage(picture: Picture, made: Made) -> None:
    picture.group("plain", "Amazon S3", Box(232, 620, 218, 232))
    rules = {
        bucket.logical_id: bucket.properties["LifecycleConfiguration"]["Rules"][0]
        for bucket in made.of(BUCKET)
    }
    ways = ("presigned POST; inbox/", "presigned GET")
    boxes = []
    for name, way, y in zip(SHOWN, ways, reversed(STORED), strict=True):
        kept = f"kept {rules[name]['ExpirationInDays']} days"
        boxes.append(picture.box("storage", name, [way, kept], Box(COLUMN, y, WIDE, 84)))
    lines = ["the same, and", "systems that drop", "files into inbox/"]
    clients = picture.box("people", "Clients", lines, Box(24, 688, 160, 118))
    picture.arrow([boxes[1].left(), (clients.right()[0], 696)], "reports", (208, 690))
    picture.arrow([(clients.right()[0], 786), (COLUMN, 786)], "files", (208, 780))


def _beside(picture: Picture, made: Made) -> None:
    """Draw what stands beside the path of a request."""
    kept = sorted({str(g.properties["RetentionInDays"]) for g in made.of("AWS::Logs::LogGroup")})
    logs = [f"{len(made.of('AWS::Logs::LogGroup'))} log groups, {' or '.join(kept)} days"]
    alarms = len(made.of("AWS::CloudWatch::Alarm"))
    logs += [f"{alarms} alarms"] if alarms else ["metrics within the logs"]
    picture.box("people", "Amazon CloudWatch", logs, Box(470, 92, 248, 72))
    traces = ["from a click to the statement", "and to the imported row"]
    picture.box("people", "AWS X-Ray", traces, Box(732, 92, 248, 72))
    secret = ["the master user's password,", "made and changed there"]
    picture.box("security", "AWS Secrets Manager", secret, Box(994, 92, 248, 72))
    lines = [line for words in _besides(made) for line in wrapped([words], WIDE)]
    picture.box("people", "Besides", lines[:8], Box(COLUMN, 404, WIDE, 168))


def _besides(made: Made) -> Iterator[str]:
    """Yield what has no place of its own in the picture."""
    yield from (b.logical_id for b in made.of(BUCKET) if b.logical_id not in SHOWN)
    others = (f for f in made.of(FUNCTION) if "graphql" not in f.name)
    yield from (f"{f.name.rpartition('-')[2]} (Lambda)" for f in others)
    yield from (f"{topic.logical_id} (SNS)" for topic in made.of("AWS::SNS::Topic"))
    yield from (f"{acl.logical_id} (WAF)" for acl in made.of("AWS::WAFv2::WebACL"))
