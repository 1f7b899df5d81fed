"""gunicorn, on EC2 and on one machine alike: `-c python:ec2_batch.service.gunicorn_config`."""

from pathlib import Path

from gunicorn.http import wsgi  # type: ignore[import-untyped]

from ec2_batch.service.app import CONNECTIONS

# What the Server header says; gunicorn has no setting for it.
wsgi.SERVER = "student-cloud"

wsgi_app = "ec2_batch.service.app:create_app()"
bind = "127.0.0.1:8000"  # the caller passes --bind
# Each worker has its own engine, made after the fork: no connection is shared.
workers = 2
preload_app = False
threads = CONNECTIONS
# A request has 29 seconds at API Gateway.
timeout = 30
graceful_timeout = 20  # seconds; a target is taken out of the balancer first
keepalive = 65  # seconds; longer than a load balancer's 60, so that it closes first
max_requests = 10_000  # what leaks, leaks for a while only
max_requests_jitter = 1_000
forwarded_allow_ips = "127.0.0.1"
# A heartbeat on disk can stall; memory cannot. Not every system has it as a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# It is one for all of a user's gunicorns, and nobody here speaks to it.
control_socket_disable = True
accesslog = None  # request_edge.py writes one line a request, without paths and queries
errorlog = "-"
