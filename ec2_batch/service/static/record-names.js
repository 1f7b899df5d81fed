// What people call the kinds of records.

const NAMES = {
  org: ["organisation", "organisations"],
  academic_session: ["term", "terms"],
  grade_scale: ["grade scale", "grade scales"],
  course: ["course", "courses"],
  staff: ["member of staff", "members of staff"],
  student: ["student", "students"],
  section: ["section", "sections"],
  section_staff: ["teaching of a section", "teachings of sections"],
  enrollment: ["enrollment", "enrollments"],
  line_item: ["item to grade", "items to grade"],
  result: ["grade", "grades"],
};

const plain = (entity) => entity.replaceAll("_", " ");

/** Return what one record of a kind is called, or several. */
export function recordName(entity, number = 1) {
  return (NAMES[entity] ?? [plain(entity), `${plain(entity)} records`])[number === 1 ? 0 : 1];
}
