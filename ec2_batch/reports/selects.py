"""What each report selects: named columns, in the order of the file."""

from ec2_batch.reports.exports import EXPORTS
from ec2_batch.reports.roster import ROSTER
from schema.reports import ReportName

SELECTS = {ReportName.ROSTER: ROSTER, **EXPORTS}
