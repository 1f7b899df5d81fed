"""OneRoster sets as schools export them: made up from a seed, whole, every reference met."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from schema.formats.oneroster.words import FINAL_CATEGORY
from tests.ec2_batch.imports.oneroster_set import OneRosterSet, Row

GIVEN = (
    "Ada",
    "Bo",
    "Chloé",
    "Đỗ",
    "Ingrid",
    "José",
    "Malik",
    "Nour",
    "Sinéad",
    "Zoë",
    "紬",
    "Ólafur",
)
FAMILY = (
    "Fernández",
    "O'Brien",
    "Ødegård",
    "van der Berg",
    "Nguyễn",
    "Smith-Jones",
    "Yılmaz",
    "李",
)
SUBJECTS = ("Biology", "Algebra, Advanced", 'World "History"', "Chemistry", "Composition", "Art")
SECRET = "hunter2"  # noqa: S105, every password


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    schools: int = 2
    courses: int = 3  # of each school
    sections: int = 2  # of each course
    students: int = 12  # of each school
    places: int = 3  # of each student


def make_set(seed: int, version: str, *, prefix: str = "", size: Size = Size()) -> OneRosterSet:
    """Make a set up; `prefix` keeps its ids, numbers and addresses apart from another's."""
    made = _Maker(Random(seed), version, prefix, size)  # noqa: S311, the same again is the point
    return OneRosterSet(version, made.files())


@dataclass
class _Maker:
    random: Random
    version: str
    prefix: str
    size: Size

    def files(self) -> dict[str, list[Row]]:
        schools = [f"{self.prefix}org-{n}" for n in range(1, self.size.schools + 1)]
        courses = list(self.courses(schools))
        classes = list(self.classes(courses))
        people = [*self.students(schools), *self.teachers(schools), *self.guardians(schools)]
        enrollments = list(self.enrollments(classes, people))
        items = [item for each in classes for item in self.line_items(each)]
        made = {
            "orgs.csv": self.orgs(schools),
            "academicSessions.csv": self.sessions(),
            "courses.csv": courses,
            "users.csv": [self.user(person) for person in people],
            "classes.csv": classes,
            "enrollments.csv": enrollments,
            "demographics.csv": list(self.demographics(people)),
            "categories.csv": [
                {"sourcedId": FINAL_CATEGORY, "title": "Final grade"},
                {"sourcedId": f"{self.prefix}homework", "title": "Homework"},
            ],
            "lineItems.csv": items,
            "results.csv": list(self.results(items, enrollments)),
        }
        if self.version == "1.2":
            made["roles.csv"] = [self.role(person) for person in people]
        return made

    def orgs(self, schools: list[str]) -> list[Row]:
        district = f"{self.prefix}org-0"
        below = [
            {"sourcedId": school, "name": f"{self.prefix} School No. {number}", "type": "school",
             "identifier": f"06{number:05}", "parentSourcedId": district}
            for number, school in enumerate(schools, 1)
        ]  # fmt: skip
        # As real files have it: what belongs to something comes before it.
        return [
            *below,
            {"sourcedId": district, "name": f"{self.prefix} District", "type": "district"},
        ]

    def sessions(self) -> list[Row]:
        year = f"{self.prefix}year-2027"
        halves = (("fall", "2026-08-24", "2026-12-18"), ("spring", "2027-01-11", "2027-06-11"))
        terms = [
            {"sourcedId": f"{self.prefix}{name}", "title": f"{self.prefix} {name.title()}",
             "type": "semester", "startDate": first, "endDate": last, "parentSourcedId": year,
             "schoolYear": "2027"}
            for name, first, last in halves
        ]  # fmt: skip
        period = {
            "sourcedId": f"{self.prefix}fall-1", "title": f"{self.prefix} First quarter",
            "type": "gradingPeriod", "startDate": "2026-08-24", "endDate": "2026-10-23",
            "parentSourcedId": f"{self.prefix}fall", "schoolYear": "2027",
        }  # fmt: skip
        whole = {
            "sourcedId": year, "title": f"{self.prefix} 2026-2027", "type": "schoolYear",
            "startDate": "2026-08-24", "endDate": "2027-06-11", "schoolYear": "2027",
        }  # fmt: skip
        return [period, *terms, whole]

    def courses(self, schools: list[str]) -> Iterator[Row]:
        for school in schools:
            for number in range(1, self.size.courses + 1):
                subject = SUBJECTS[(number - 1) % len(SUBJECTS)]
                yield {
                    "sourcedId": f"{school}-course-{number}",
                    "title": f"{subject} {number}",
                    "courseCode": f"C-{number:03}",
                    "grades": "09,10",
                    "orgSourcedId": school,
                    "subjects": subject,
                    "metadata.credits": self.random.choice(("0.50", "1.00")),
                }

    def classes(self, courses: list[Row]) -> Iterator[Row]:
        fall, spring = f"{self.prefix}fall", f"{self.prefix}spring"
        for course in courses:
            for number in range(1, self.size.sections + 1):
                yield {
                    "sourcedId": f"{course['sourcedId']}-class-{number}",
                    "title": f"{course['title']}, group {number}",
                    "courseSourcedId": course["sourcedId"],
                    "classCode": f"{course['sourcedId'].removeprefix(self.prefix)}-{number}",
                    "classType": self.random.choice(("scheduled", "homeroom")),
                    "schoolSourcedId": course["orgSourcedId"],
                    "termSourcedIds": self.random.choice((fall, spring, f"{fall},{spring}")),
                    "periods": "1,3",
                }

    def students(self, schools: list[str]) -> Iterator[Row]:
        for school in schools:
            for number in range(1, self.size.students + 1):
                key = f"{school}-s{number}"
                yield self.person(key, school, "student") | {
                    "identifier": key.replace("org-", "N"),
                    "grades": self.random.choice(("KG", "01", "09", "10", "12", "PK")),
                    "agentSourcedIds": f"{key}-parent",
                }

    def teachers(self, schools: list[str]) -> Iterator[Row]:
        for school in schools:
            for number in range(1, self.size.courses + 1):
                yield self.person(f"{school}-t{number}", school, "teacher")

    def guardians(self, schools: list[str]) -> Iterator[Row]:
        for school in schools:
            for number in range(1, self.size.students + 1):
                key = f"{school}-s{number}"
                yield self.person(f"{key}-parent", school, "parent") | {"agentSourcedIds": key}

    def person(self, key: str, school: str, role: str) -> Row:
        return {
            "sourcedId": key,
            "enabledUser": self.random.choice(("true", "TRUE")),
            "username": key,
            "givenName": self.random.choice(GIVEN),
            "familyName": self.random.choice(FAMILY),
            "email": f"{key}@example.org".lower(),
            "phone": "555-0100",
            "password": SECRET,
            "role": role,
            "school": school,
        }

    def user(self, person: Row) -> Row:
        """Return a person as the version's users.csv has one."""
        kept = {name: value for name, value in person.items() if name not in ("role", "school")}
        if self.version == "1.1":
            return kept | {"role": person["role"], "orgSourcedIds": person["school"]}
        # Some systems leave it to the roles to say where somebody belongs.
        school = person["school"] if self.random.random() < 0.5 else ""
        return kept | {"primaryOrgSourcedId": school, "ext:locker": "17"}

    def role(self, person: Row) -> Row:
        return {
            "sourcedId": f"{person['sourcedId']}-role",
            "userSourcedId": person["sourcedId"],
            "roleType": "primary",
            "role": person["role"],
            "orgSourcedId": person["school"],
        }

    def enrollments(self, classes: list[Row], people: list[Row]) -> Iterator[Row]:
        for person in people:
            taught = [each for each in classes if each["schoolSourcedId"] == person["school"]]
            if person["role"] == "student":
                chosen = self.random.sample(taught, min(self.size.places, len(taught)))
            elif person["role"] == "teacher":
                course = f"{person['school']}-course-{person['sourcedId'].rpartition('t')[2]}"
                chosen = [each for each in taught if each["courseSourcedId"] == course]
            else:
                continue
            for each in chosen:
                yield {
                    "sourcedId": f"{each['sourcedId']}-{person['sourcedId'].rpartition('-')[2]}",
                    "classSourcedId": each["sourcedId"],
                    "schoolSourcedId": person["school"],
                    "userSourcedId": person["sourcedId"],
                    "role": person["role"],
                    "primary": "true" if person["role"] == "teacher" else "",
                }

    def demographics(self, people: list[Row]) -> Iterator[Row]:
        for person in people:
            if person["role"] == "student":
                day = f"201{self.random.randrange(10)}-0{self.random.randrange(1, 10)}-17"
                yield {"sourcedId": person["sourcedId"], "birthDate": day, "sex": "female"}

    def line_items(self, each: Row) -> Iterator[Row]:
        shared = {
            "classSourcedId": each["sourcedId"], "assignDate": "2026-08-24",
            "dueDate": "2026-12-18", "resultValueMin": "0", "resultValueMax": "100",
        }  # fmt: skip
        for name, title, category in (
            ("essay", "Essay, first draft", f"{self.prefix}homework"),
            ("final", "Final grade", FINAL_CATEGORY),
        ):
            yield shared | {
                "sourcedId": f"{each['sourcedId']}-{name}",
                "title": title,
                "categorySourcedId": category,
            }

    def results(self, items: list[Row], enrollments: list[Row]) -> Iterator[Row]:
        for item in items:
            for enrollment in enrollments:
                if enrollment["role"] != "student":
                    continue
                if enrollment["classSourcedId"] != item["classSourcedId"]:
                    continue
                status = self.random.choice(("fully graded", "partially graded", "exempt"))
                exempt = status == "exempt"
                yield {
                    "sourcedId": f"{item['sourcedId']}-{enrollment['userSourcedId']}",
                    "lineItemSourcedId": item["sourcedId"],
                    "studentSourcedId": enrollment["userSourcedId"],
                    "scoreStatus": status,
                    "score": "" if exempt else f"{self.random.randrange(0, 10001) / 100:.2f}",
                    "scoreDate": "2026-11-20",
                    "comment": self.random.choice(("", 'Said "well done", and meant it.')),
                }


def expected(made: OneRosterSet) -> dict[str, int]:
    """Return how many records of ours a set becomes, by kind."""
    people = made.files["roles.csv" if made.version == "1.2" else "users.csv"]
    roles = [row["role"] for row in people]
    places = [row["role"] for row in made.files["enrollments.csv"]]
    return {
        "org": len(made.files["orgs.csv"]),
        "academic_session": len(made.files["academicSessions.csv"]),
        "course": len(made.files["courses.csv"]),
        "student": roles.count("student"),
        "staff": roles.count("teacher"),
        "section": len(made.files["classes.csv"]),
        "enrollment": places.count("student"),
        "section_staff": places.count("teacher"),
        "line_item": len(made.files["lineItems.csv"]),
        "result": sum(bool(row["score"]) for row in made.files["results.csv"]),
    }
