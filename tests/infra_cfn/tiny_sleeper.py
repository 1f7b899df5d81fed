"""A Lambda handler whose INIT takes longer than anybody waits."""

import time

time.sleep(60)
