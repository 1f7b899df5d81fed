// The tabs that a newcomer finds: each runs as it stands on the demo data.

import enroll from "./examples/4-enroll.graphql?raw";
import enrollVariables from "./examples/4-enroll.json?raw";
import imports from "./examples/5-imports.graphql?raw";
import importsVariables from "./examples/5-imports.json?raw";
import oneStudent from "./examples/2-one-student.graphql?raw";
import oneStudentVariables from "./examples/2-one-student.json?raw";
import sections from "./examples/3-sections.graphql?raw";
import sectionsVariables from "./examples/3-sections.json?raw";
import students from "./examples/1-students.graphql?raw";
import studentsVariables from "./examples/1-students.json?raw";

export const examples = [
  { query: students, variables: studentsVariables },
  { query: oneStudent, variables: oneStudentVariables },
  { query: sections, variables: sectionsVariables },
  { query: enroll, variables: enrollVariables },
  { query: imports, variables: importsVariables },
];
