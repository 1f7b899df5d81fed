// How the page asks the API, which is beside it.

import { storedToken } from "./token.js";

const UNREACHABLE = "The API cannot be reached.";

/** An answer other than the data asked for, in a sentence; `errors` have its codes and more. */
export class ApiError extends Error {
  constructor(message, errors = []) {
    super(message);
    this.errors = errors;
  }

  /** Return the error of a code, if it is among them. */
  of(code) {
    return this.errors.find((error) => error.code === code);
  }
}

/** Return the data of an operation. */
export async function ask(query, variables = {}) {
  const body = await answerTo({ query, variables });
  if (body?.data && !body.errors) return body.data;
  const errors = (body?.errors ?? []).map(({ message, extensions }) => ({ message, ...extensions }));
  throw new ApiError(errors[0]?.message ?? body?.message ?? UNREACHABLE, errors);
}

async function answerTo(operation) {
  let answer;
  try {
    answer = await fetch("graphql", {
      method: "POST",
      headers: {
        Accept: "application/graphql-response+json, application/json",
        Authorization: `Bearer ${storedToken()}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify(operation),
    });
  } catch {
    throw new ApiError(UNREACHABLE);
  }
  if (answer.status === 401) window.dispatchEvent(new Event("token-refused"));
  return answer.json().catch(() => null);
}

/** Return the payload of a mutation's one field; its user errors are thrown as one. */
export async function change(query, variables) {
  const [payload] = Object.values(await ask(query, variables));
  if (payload.userErrors.length === 0) return payload;
  const sentences = payload.userErrors.map((error) => error.message);
  throw new ApiError(sentences.join(" "), payload.userErrors);
}
