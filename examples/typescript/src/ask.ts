// One operation to the API and its typed answer.

import type { ResultOf, VariablesOf } from "./graphql.js";
import type { TadaDocumentNode } from "gql.tada";
import { print } from "graphql";

export interface Api {
  url: string;
  token: string; // a Cognito access token
}

/** What went wrong with a whole request; its id finds it in the log. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly requestId: string | null,
  ) {
    super(message);
  }
}

/** Return an operation's data; expected refusals are in it, as `userErrors`. */
export async function ask<Document extends TadaDocumentNode<any, any>>(
  api: Api,
  document: Document,
  variables: VariablesOf<Document>,
): Promise<ResultOf<Document>> {
  const answer = await fetch(api.url, {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json",
      Authorization: `Bearer ${api.token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const body = await answer.json();
  if (body.errors?.length) {
    const [{ message, extensions }] = body.errors;
    throw new ApiError(message, extensions?.code ?? "UNKNOWN", extensions?.requestId ?? null);
  }
  return body.data;
}
