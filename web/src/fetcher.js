// Sends an operation to the API beside this page, as the bearer of this tab's token.

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
    body: JSON.stringify(operation),
  });
  if (answer.status === 401) window.dispatchEvent(new Event("token-refused"));
  const body = await answer.json().catch(() => null);
  if (body?.data !== undefined || body?.errors) return body;
  // A gateway answers in its own shape, or in none, before the API is reached.
  return { errors: [{ message: body?.message ?? `The API answered with status ${answer.status}.` }] };
}
