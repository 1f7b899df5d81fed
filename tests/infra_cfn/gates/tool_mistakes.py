"""Mistakes that no control of ours looks for, and the tool that must see each."""

from tests.infra_cfn.gates.mistake import Mistake, added, put

FUNCTION = "api/Function"

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
    (Mistake("a property misspelled", put(f"{FUNCTION}/TimeOut", 28)), "validate"),
    (Mistake("a name of nothing", put(f"{FUNCTION}/Role", {"!Ref": "Rolle"})), "validate"),
    (Mistake("a size that there is not", put(f"{FUNCTION}/MemorySize", 64)), "validate"),
]
# Policies by the name of what is wrong with them; parliament sees each.
BAD_POLICIES = {
    "an action misspelled": ("s3:GetObjct", "arn:aws:s3:::uploads/*"),
    "an action of other things": ("s3:GetObject", "arn:aws:sqs:eu-west-1:123456789012:jobs"),
    "no ARN": ("sqs:SendMessage", "student-cloud-jobs"),
}
