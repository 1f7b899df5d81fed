// Lists a grade level, then fills in the form twice: with a mistake, and without.

import { randomUUID } from "node:crypto";
import { env, stdout } from "node:process";

import type { Api } from "./ask.js";
import { type FormErrors, type StudentForm, createStudent } from "./create-student.js";
import { type ListedStudent, listStudents } from "./list-students.js";

const { API_URL, API_TOKEN } = env;
if (!API_URL || !API_TOKEN) {
  throw new Error("Set API_URL and API_TOKEN; README.md says how.");
}
const api: Api = { url: API_URL, token: API_TOKEN };

const listed: ListedStudent[] = [];
for await (const student of listStudents(api, 9)) listed.push(student);
for (const { studentNumber, name } of listed.slice(0, 3)) say(`${studentNumber}  ${name}`);
say(`${listed.length} students in grade 9.`);

const number = randomUUID().slice(0, 8);
const form: StudentForm = {
  studentNumber: number,
  givenName: "Zoë",
  familyName: "Quist",
  email: listed.find(({ email }) => email)?.email ?? null, // taken, so refused
  gradeLevel: 9,
};
await submit(form);
await submit({ ...form, email: `${number}@example.org` });

async function submit(filled: StudentForm): Promise<void> {
  const submitted = await createStudent(api, filled, randomUUID());
  if (submitted.ok) say(`Added ${submitted.student.name} as ${submitted.student.id}.`);
  else for (const line of explained(submitted.errors)) say(line);
}

function explained(errors: FormErrors): string[] {
  return Object.entries(errors).map(([field, messages]) => `${field}: ${messages.join(" ")}`);
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}
