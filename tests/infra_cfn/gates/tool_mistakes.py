"""Mistakes that no control of ours looks for, and the tool that must see each."""

from tests.infra_cfn.gates.mistake import Mistake, added, allows, put

FUNCTION, POLICY = "api/Function", "api/FunctionRole/Policies/0/PolicyDocument"


def permitted(name: str, action: str, resource: str) -> Mistake:
    """Permit the function something that IAM does not know."""
    return Mistake(name, allows(POLICY, {"Sid": "Bad", "Action": action, "Resource": resource}))


TOOL_MISTAKES = [
    (
        Mistake("a function of everybody", added("api", "AWS::Lambda::Url", AuthType="NONE")),
        "checkov",
    ),
    (Mistake("a disk in the clear", added("batch", "AWS::EC2::Volume", Size=1)), "checkov"),
    (Mistake("files in the clear", added("data", "AWS::EFS::FileSystem")), "checkov"),
    (
        Mistake("a public replica", added("data", "AWS::RDS::DBInstance", PubliclyAccessible=True)),
        "checkov",
    ),
    (
        Mistake("a property misspelled", put(f"{FUNCTION}/TimeOut", 28)),
        "cloudformation-validate",
    ),
    (
        Mistake("a name of nothing", put(f"{FUNCTION}/Role", {"!Ref": "Rolle"})),
        "cloudformation-validate",
    ),
    (
        Mistake("a size that there is not", put(f"{FUNCTION}/MemorySize", 64)),
        "cloudformation-validate",
    ),
    (permitted("an action misspelled", "s3:GetObjct", "arn:aws:s3:::uploads/*"), "parliament"),
    (
        permitted(
            "an action of other things",
            "s3:GetObject",
            "arn:aws:sqs:eu-west-1:123456789012:jobs",
        ),
        "parliament",
    ),
    (permitted("no ARN", "sqs:SendMessage", "student-cloud-jobs"), "parliament"),
]
