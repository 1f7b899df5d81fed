// The types and resolvers of the Apollo subject: those of the API that the operations need.

import { STUDENT } from "./apollo_loaders.mjs";
import { condition } from "./apollo_filter.mjs";

export const typeDefs = `#graphql
  scalar Date
  scalar Decimal
  enum RecordStatus { ACTIVE INACTIVE }
  enum EnrollmentState { ACTIVE WAITLISTED WITHDRAWN COMPLETED }
  enum LineItemKind { ASSIGNMENT FINAL }
  enum StudentOrderField { NAME }
  type Org { name: String! }
  type AcademicSession { title: String! schoolYear: Int! }
  type Staff { name: String! email: String }
  type StaffConnection { nodes: [Staff!]! }
  type TotalCount { value: Int! }
  type SectionEnrollments { totalCount: TotalCount! }
  type Course {
    code: String! title: String! credits: Decimal!
    sections(first: Int = 25): SectionConnection!
  }
  type SectionConnection { nodes: [Section!]! totalCount: TotalCount! }
  type Section {
    code: String! title: String! capacity: Int! seatsTaken: Int!
    course: Course! academicSession: AcademicSession!
    teachers(first: Int = 25): StaffConnection!
    enrollments(where: EnrollmentFilter): SectionEnrollments!
    lineItems(first: Int = 25): LineItemConnection!
  }
  type Enrollment { sourcedId: String! state: EnrollmentState! section: Section! }
  type EnrollmentConnection { nodes: [Enrollment!]! }
  type Grade { label: String! points: Decimal }
  type LineItem { title: String! kind: LineItemKind! averageScore: Decimal section: Section! }
  type LineItemConnection { nodes: [LineItem!]! }
  type Result { score: Decimal grade: Grade lineItem: LineItem! }
  type ResultConnection { nodes: [Result!]! }
  type Student {
    sourcedId: String! studentNumber: String! name: String! givenName: String!
    familyName: String email: String birthDate: Date gradeLevel: Int status: RecordStatus!
    org: Org!
    enrollments(first: Int = 25): EnrollmentConnection!
    results(first: Int = 25): ResultConnection!
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type StudentConnection { nodes: [Student!]! pageInfo: PageInfo! }
  input StateFilter { eq: EnrollmentState }
  input EnrollmentFilter { state: StateFilter }
  input IntFilter { eq: Int gte: Int in: [Int!] }
  input NameFilter { startsWith: String }
  input StatusFilter { eq: RecordStatus }
  input BooleanFilter { eq: Boolean }
  input StudentFilter {
    and: [StudentFilter!] or: [StudentFilter!] not: StudentFilter
    name: NameFilter gradeLevel: IntFilter status: StatusFilter directoryOptOut: BooleanFilter
  }
  input StudentOrder { field: StudentOrderField! }
  input StudentBy @oneOf { studentNumber: String }
  input CourseBy @oneOf { sourcedId: String }
  input StudentUpdateInput { id: ID! birthDate: Date! }
  type UserError { message: String! }
  type StudentUpdatePayload { student: Student userErrors: [UserError!]! }
  type Query {
    student(by: StudentBy!): Student
    course(by: CourseBy!): Course
    students(
      first: Int = 25, after: String, where: StudentFilter, orderBy: [StudentOrder!]!
    ): StudentConnection!
  }
  type Mutation { studentUpdate(input: StudentUpdateInput!): StudentUpdatePayload! }
`;

// The change, the audit log's entry and the event, as the API writes them.
const CHANGE = `
  WITH before AS (SELECT id, birth_date FROM student WHERE id = $1 FOR UPDATE),
  changed AS (
    UPDATE student SET birth_date = $2, version = version + 1, updated_at = now(), src_hash = NULL
    FROM before WHERE student.id = before.id
    RETURNING student.*, before.birth_date AS birth_date_before),
  audited AS (
    INSERT INTO audit_entry (subject, role, action, entity, entity_id, changes)
    SELECT current_setting('app.subject'), 'registrar', 'update', 'student', id,
      jsonb_build_object('birth_date',
        jsonb_build_array(birth_date_before::text, birth_date::text)) FROM changed),
  told AS (
    INSERT INTO outbox (type, version, entity_id, payload)
    SELECT 'student.updated', 1, id, jsonb_build_object('studentId', id) FROM changed)
  SELECT ${STUDENT} FROM changed`;

const upper = (text) => text.toUpperCase();
const one = (table, column) => (row, _, { loaders }) => loaders.one(table).load(row[column]);

async function students(_, { first, after, where }, { loaders }) {
  const values = [first + 1];
  const conditions = where ? [condition(where, values)] : [];
  if (after) {
    values.push(...JSON.parse(after));
    conditions.push(`(sort_name, id) > ($${values.length - 1}, $${values.length})`);
  }
  const wanted = conditions.length ? `WHERE ${conditions.join(" AND ")}` : "";
  const text = `SELECT ${STUDENT} FROM student ${wanted} ORDER BY sort_name, id LIMIT $1`;
  const rows = await loaders.fetch(nameOf(text), text, values);
  const nodes = rows.slice(0, first);
  const last = nodes.at(-1);
  const endCursor = last ? JSON.stringify([last.sort_name, last.id]) : null;
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor } };
}

// PostgreSQL knows a prepared statement by a name of at most 63 bytes.
const names = new Map();
function nameOf(text) {
  if (!names.has(text)) names.set(text, `students_${names.size}`);
  return names.get(text);
}

export const resolvers = {
  Query: {
    student: async (_, { by }, { loaders }) => {
      const text = `SELECT ${STUDENT} FROM student WHERE student_number = $1`;
      return (await loaders.fetch("student", text, [by.studentNumber]))[0] ?? null;
    },
    course: async (_, { by }, { loaders }) => {
      const text = "SELECT id, code, title, credits FROM course WHERE sourced_id = $1";
      return (await loaders.fetch("course", text, [by.sourcedId]))[0] ?? null;
    },
    students,
  },
  Mutation: {
    studentUpdate: async (_, { input }, { loaders }) => {
      const key = Number(input.id.replace(/^student_/, ""));
      const [student = null] = await loaders.fetch("change", CHANGE, [key, input.birthDate]);
      return { student, userErrors: [] };
    },
  },
  Student: {
    sourcedId: (row) => row.sourced_id,
    studentNumber: (row) => row.student_number,
    givenName: (row) => row.given_name,
    familyName: (row) => row.family_name,
    birthDate: (row) => row.birth_date,
    gradeLevel: (row) => row.grade_level,
    status: (row) => upper(row.status),
    org: one("org", "org_id"),
    enrollments: async (row, { first }, { loaders }) => ({
      nodes: await loaders.many("enrollments", first).load(row.id),
    }),
    results: async (row, { first }, { loaders }) => ({
      nodes: await loaders.many("results", first).load(row.id),
    }),
  },
  Enrollment: {
    sourcedId: (row) => row.sourced_id,
    state: (row) => upper(row.state),
    section: one("section", "section_id"),
  },
  Result: {
    grade: (row, _, { loaders }) =>
      row.grade_scale_entry_id && loaders.one("grade_scale_entry").load(row.grade_scale_entry_id),
    lineItem: one("line_item", "line_item_id"),
  },
  LineItem: {
    kind: (row) => upper(row.kind),
    averageScore: (row, _, { loaders }) => loaders.averageScore().load(row.id),
    section: one("section", "section_id"),
  },
  Section: {
    seatsTaken: (row) => row.seats_taken,
    course: one("course", "course_id"),
    academicSession: one("academic_session", "academic_session_id"),
    teachers: async (row, { first }, { loaders }) => ({
      nodes: await loaders.many("teachers", first).load(row.id),
    }),
    enrollments: (row, { where }) => ({ id: row.id, state: where?.state?.eq ?? null }),
    lineItems: async (row, { first }, { loaders }) => ({
      nodes: await loaders.many("line_items", first).load(row.id),
    }),
  },
  AcademicSession: { schoolYear: (row) => row.school_year },
  SectionEnrollments: {
    totalCount: async ({ id, state }, _, { loaders }) => ({
      value: await loaders.count("enrollments", state && state.toLowerCase()).load(id),
    }),
  },
  Course: { sections: (row, { first }) => ({ id: row.id, first }) },
  SectionConnection: {
    nodes: ({ id, first }, _, { loaders }) => loaders.many("sections", first).load(id),
    totalCount: async ({ id }, _, { loaders }) => ({
      value: await loaders.count("sections", null).load(id),
    }),
  },
};
