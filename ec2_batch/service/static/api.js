// What the page asks of the API, which is beside it.

import { storedToken } from "./token.js";

const UNREACHABLE = "The API cannot be reached.";

/** An answer other than the data asked for, in a sentence. */
export class ApiError extends Error {}

/** Return the data of an operation. */
export async function ask(query, variables = {}) {
  const body = await answerTo({ query, variables });
  if (body?.data && !body.errors) return body.data;
  throw new ApiError(body?.errors?.[0]?.message ?? body?.message ?? UNREACHABLE);
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
  throw new ApiError(payload.userErrors.map((error) => error.message).join(" "));
}

export const VIEWER = `query Viewer { viewer { role permissions org { name } } }`;

export const IMPORT_FORMATS = `query ImportFormats {
  importFormats { name title description isArchive files { name template } }
}`;

export const IMPORT_CREATE = `mutation ImportCreate($input: ImportCreateInput!) {
  importCreate(input: $input) {
    importJob { id }
    upload { url fields { name value } }
    userErrors { code message path }
  }
}`;

const IMPORT_JOB = `id fileName state createdAt rowsTotal rowsCreated rowsUpdated rowsUnchanged
  rowsDeactivated rowsRejected message`;

export const IMPORT_JOBS = `query ImportJobs($first: Int!) {
  importJobs(first: $first) { nodes { ${IMPORT_JOB} } pageInfo { hasNextPage } }
}`;

export const IMPORT_ISSUES = `query ImportIssues($id: ID!, $first: Int!, $after: String) {
  importJob(id: $id) {
    issues(first: $first, after: $after) {
      nodes { file line columnName code value message }
      pageInfo { hasNextPage endCursor }
      totalCount { value exact }
    }
  }
}`;

export const IMPORT_JOB_BY_ID = `query ImportJob($id: ID!) { importJob(id: $id) { ${IMPORT_JOB} } }`;

export const REPORTS = `query Reports { reports { name title description } }`;

export const REPORT_START = `mutation ReportStart($input: ReportStartInput!) {
  reportStart(input: $input) { reportJob { id } userErrors { code message path } }
}`;

export const REPORT_JOBS = `query ReportJobs {
  reportJobs(first: 5) { nodes { id report state progress rowsWritten createdAt url message } }
}`;
