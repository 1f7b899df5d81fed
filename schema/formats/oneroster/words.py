"""OneRoster's words, and ours for them.

Source: 1EdTech OneRoster 1.1 CSV tables and 1.2 CSV binding. What they know beyond our words:
docs/decisions/0009-oneroster-mapping.md.
"""

STATUSES = {"active": "active", "tobedeleted": "inactive"}

# Whatever stands above a district is one to us: an organisation that schools belong to.
ORG_TYPES = {
    "department": "department",
    "school": "school",
    "district": "district",
    "local": "district",
    "state": "district",
    "national": "district",
}

SESSION_TYPES = {
    "gradingPeriod": "grading_period",
    "semester": "semester",
    "schoolYear": "school_year",
    "term": "term",
}

# Which of our records a user of a role is; None: none of them.
USER_ROLES_1_1: dict[str, str | None] = {
    "administrator": "staff",
    "aide": "staff",
    "guardian": None,
    "parent": None,
    "proctor": "staff",
    "relative": None,
    "student": "student",
    "teacher": "staff",
}
USER_ROLES_1_2: dict[str, str | None] = {
    "aide": "staff",
    "counselor": "staff",
    "districtAdministrator": "staff",
    "guardian": None,
    "parent": None,
    "principal": "staff",
    "proctor": "staff",
    "relative": None,
    "siteAdministrator": "staff",
    "student": "student",
    "systemAdministrator": "staff",
    "teacher": "staff",
}

# What someone of the staff does in a section; a student is enrolled.
SECTION_ROLES = {
    "administrator": "assistant",
    "proctor": "assistant",
    "student": None,
    "teacher": "teacher",
}

# Whether a result of this status is posted: seen, and changed only with a reason.
SCORE_STATUSES = {
    "exempt": False,
    "fully graded": True,
    "not submitted": False,
    "partially graded": False,
    "submitted": False,
}

# Years of schooling by their CEDS codes; None: before or beside those that have a number.
GRADE_LEVELS: dict[str, int | None] = {
    "IT": None,
    "PR": None,
    "PK": None,
    "TK": None,
    "KG": 0,
    **{f"{level:02}": level for level in range(1, 14)},
    "PS": None,
    "UG": None,
    "Other": None,
}

# The sourced id of the category whose line items are the final grades of their classes.
FINAL_CATEGORY = "final"
