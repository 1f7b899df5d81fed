"""A made-up school district to try things on: Northfield, with every kind of record in it.

The same on every machine and in every size: student 7 of S is student 7 of XL. People, places
and addresses (all under example.org) are put together by chance. The demo's present is the
fall of 2026. What pages and examples rely on:

- `student-1` has grades, current courses, and the last place in the waitlist of Biology;
- `staff-1` teaches BIO-101, which is full, and CS-101, which has room;
- `org-school-1` is Riverside High School, `org-school-2` Hilltop Academy, below `northfield`;
  from size L on there are more schools, in pairs.
"""

from schema.demo.block import STUDENTS, Size
from schema.demo.write import seed

__all__ = ["STUDENTS", "Size", "seed"]
