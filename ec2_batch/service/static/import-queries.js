// What the page asks of the API about imports.

import { ApiError, ask, change } from "./api.js";

const LISTED = `id fileName state cancelAskedAt createdAt progress rowsTotal rowsCreated rowsUpdated rowsUnchanged
  rowsDeactivated rowsRejected`;

const JOB = `${LISTED} format message planHash deactivateMissing rowsExpected finishedAt detection
  plan { file entity rows create update unchanged deactivate rejected overwritten }`;

const FORMATS = `query ImportFormats {
  importFormats { name title description isArchive files { name template } }
}`;

const LIST = `query ImportJobs($first: Int!) {
  importJobs(first: $first) { nodes { ${LISTED} } pageInfo { hasNextPage } }
}`;

const FIND = `query ImportJob($id: ID!) { importJob(id: $id) { ${JOB} } }`;

const GROUPS = `query ImportIssueGroups($id: ID!) {
  importJob(id: $id) { issueGroups { code count first { file line message } } }
}`;

const ISSUES = `query ImportIssues($id: ID!, $first: Int!, $after: String) {
  importJob(id: $id) {
    page: issues(first: $first, after: $after) {
      nodes { file line columnName code value message }
      pageInfo { hasNextPage endCursor }
      totalCount { value exact }
    }
  }
}`;

const REJECTED_ROWS = `query ImportRejectedRows($id: ID!) { importJob(id: $id) { rejectedRowsUrl } }`;

const CHANGES = `query ImportChanges($id: ID!, $first: Int!, $after: String) {
  importJob(id: $id) {
    page: preview(first: $first, after: $after) {
      nodes { file line entity key action byHand changes { field before after } }
      pageInfo { hasNextPage endCursor }
      totalCount { value exact }
    }
  }
}`;

const CREATE = `mutation ImportCreate($input: ImportCreateInput!) {
  importCreate(input: $input) {
    importJob { id }
    upload { url fields { name value } }
    userErrors { code message }
  }
}`;

const APPLY = `mutation ImportApply($input: ImportApplyInput!) {
  importApply(input: $input) {
    importJob { ${JOB} }
    userErrors {
      code
      message
      ... on DeactivationsUnconfirmed { deactivations { entity records known } }
    }
  }
}`;

const CANCEL = `mutation ImportCancel($input: ImportCancelInput!) {
  importCancel(input: $input) { importJob { ${JOB} } userErrors { code message } }
}`;

const UNDO = `mutation ImportUndo($input: ImportUndoInput!) {
  importUndo(input: $input) { importJob { ${JOB} } userErrors { code message } }
}`;

export const importFormats = async () => (await ask(FORMATS)).importFormats;
export const listImports = async (first) => (await ask(LIST, { first })).importJobs;

/** Return an import, or null if there is none to see. */
export const findImport = async (id) => (await ask(FIND, { id })).importJob;

/** Return the job, and the form by which its file goes up. */
export const createImport = (input) => change(CREATE, { input });

/** Have the plan that was looked at carried out, and return the job. */
export async function applyImport({ id, planHash }, confirmDeactivations) {
  const input = { id, expectedPlanHash: planHash, confirmDeactivations };
  return (await change(APPLY, { input })).importJob;
}

export const cancelImport = async (id) => (await change(CANCEL, { input: { id } })).importJob;
export const undoImport = async (id) => (await change(UNDO, { input: { id } })).importJob;

export const issueGroups = async (id) => (await of(GROUPS, { id })).issueGroups;
export const issuePage = async (id, first, after) => (await of(ISSUES, { id, first, after })).page;
export const changePage = async (id, first, after) => (await of(CHANGES, { id, first, after })).page;

/** Return where the rejected rows are for some minutes, or null if there are none to have. */
export const rejectedRows = async (id) => (await of(REJECTED_ROWS, { id })).rejectedRowsUrl;

async function of(query, variables) {
  const { importJob } = await ask(query, variables);
  if (!importJob) throw new ApiError("This import is no longer there.");
  return importJob;
}
