// The tabs that a newcomer finds: each runs as it stands on the demo data.

import enroll from "./examples/4-enroll.graphql?raw";
import enrollVariables from "./examples/4-enroll.json?raw";
import importJob from "./examples/5-import-job.graphql?raw";
import importJobVariables from "./examples/5-import-job.json?raw";
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
  { query: importJob, variables: importJobVariables },
];
