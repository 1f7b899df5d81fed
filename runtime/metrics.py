"""Metrics: a line of the log that CloudWatch counts, in its embedded metric format.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import logging
import time

NAMESPACE = "StudentCloud"

log = logging.getLogger(__name__)


def count(metric: str, service: str, **properties: str) -> None:
    """Count one of something that a service did; properties stand in the line, and in no metric.

    A property is never a person's data: the line is kept as long as the log.
    """
    definition = {
        "Namespace": NAMESPACE,
        "Dimensions": [["service"]],
        "Metrics": [{"Name": metric, "Unit": "Count"}],
    }
    described = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [definition]}
    log.info("counted", extra={"_aws": described, "service": service, metric: 1, **properties})
