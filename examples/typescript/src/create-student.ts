// A form: what the school refuses is shown beside the field it is about.

import { type Api, ask } from "./ask.js";
import { type ResultOf, type VariablesOf, graphql } from "./graphql.js";

const StudentCreate = graphql(`
  mutation StudentCreate($input: StudentCreateInput!) {
    studentCreate(input: $input) {
      student {
        id
        name
        version
      }
      userErrors {
        __typename
        code
        message
        path
      }
    }
  }
`);

type Payload = ResultOf<typeof StudentCreate>["studentCreate"];

export type StudentForm = VariablesOf<typeof StudentCreate>["input"];
export type CreatedStudent = NonNullable<Payload["student"]>;
export type FieldName = keyof StudentForm;

/** Messages by field; `form` is what is about no single one. */
export type FormErrors = Partial<Record<FieldName | "form", string[]>>;

export type Submitted =
  | { ok: true; student: CreatedStudent }
  | { ok: false; errors: FormErrors };

/**
 * Add a student, or say what to change in the form.
 *
 * `attempt` names this submission: sent again after a lost answer, it adds nobody twice.
 */
export async function createStudent(
  api: Api,
  form: StudentForm,
  attempt: string,
): Promise<Submitted> {
  const input = { ...form, idempotencyKey: attempt };
  const { studentCreate } = await ask(api, StudentCreate, { input });
  return studentCreate.student
    ? { ok: true, student: studentCreate.student }
    : { ok: false, errors: byField(form, studentCreate.userErrors) };
}

/** A path leads from `input` down: ["input", "email"] is about the field `email`. */
function byField(form: StudentForm, errors: Payload["userErrors"]): FormErrors {
  const found: FormErrors = {};
  for (const { path, message } of errors) {
    const field = path[1] && path[1] in form ? (path[1] as FieldName) : "form";
    (found[field] ??= []).push(message);
  }
  return found;
}
