// Sends an operation to the API beside this page, as the bearer of this tab's token.

import { parse } from "graphql";

import { storedToken } from "../../ec2_batch/service/static/token.js";

export async function fetchOperation(operation, options) {
  const answer = await fetch("graphql", {
    method: "POST",
    headers: {
      ...options?.headers,
      Accept: "application/graphql-response+json, application/json",
      Authorization: `Bearer ${storedToken()}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(withOwnName(operation)),
  });
  if (answer.status === 401) window.dispatchEvent(new Event("token-refused"));
  const body = await answer.json().catch(() => null);
  if (body?.data !== undefined || body?.errors) return body;
  // A gateway answers in its own shape, or in none, before the API is reached.
  return { errors: [{ message: body?.message ?? `The API answered with status ${answer.status}.` }] };
}

// GraphiQL learns an operation's name a moment after its text. Sent in that moment, just after
// another tab was chosen, the name is the one of the tab before.
function withOwnName({ operationName, ...operation }) {
  return defines(operation.query, operationName) ? { ...operation, operationName } : operation;
}

function defines(query, operationName) {
  try {
    return parse(query).definitions.some(({ name }) => name?.value === operationName);
  } catch {
    return true; // What is wrong with the document, the API says.
  }
}
