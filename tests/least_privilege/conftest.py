"""What the tests of imports have: a school, and a bucket for its files."""

from tests.ec2_batch.conftest import bucket as bucket
from tests.ec2_batch.conftest import deployment as deployment
from tests.ec2_batch.conftest import engine as engine
from tests.ec2_batch.conftest import make_school as make_school
from tests.ec2_batch.conftest import ministack as ministack
from tests.ec2_batch.conftest import school as school
from tests.ec2_batch.conftest import worker_environ as worker_environ
