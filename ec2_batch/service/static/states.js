// The states of jobs, in words, and what can be done in them.

const IMPORT = {
  AWAITING_UPLOAD: ["Waiting for the file", "moving"],
  VALIDATING: ["Reading", "moving"],
  READY: ["Preview ready", "fair"],
  INVALID: ["Not usable", "bad"],
  APPLYING: ["Applying", "moving"],
  COMPLETED: ["Done", "good"],
  COMPLETED_WITH_ISSUES: ["Done, rows to mend", "fair"],
  FAILED: ["Failed", "bad"],
  CANCELLED: ["Cancelled", "still"],
  EXPIRED: ["Expired", "still"],
  UNDOING: ["Undoing", "moving"],
  UNDONE: ["Undone", "still"],
  PARTIALLY_UNDONE: ["Partly undone", "fair"],
};

const REPORT = {
  QUEUED: ["Waiting", "moving"],
  RUNNING: ["Writing", "moving"],
  COMPLETED: ["Done", "good"],
  FAILED: ["Failed", "bad"],
  EXPIRED: ["No longer kept", "still"],
};

/** Return what to call where an import stands, and what kind it is: moving, good, fair, bad, still. */
export function importState({ state, cancelAskedAt }) {
  return cancelAskedAt ? ["Cancelling", "moving"] : (IMPORT[state] ?? [state, "still"]);
}
export const reportState = (state) => REPORT[state] ?? [state, "still"];

const DAY = 86_400_000; // milliseconds

/** Tell whether an import will change without anybody's doing. */
export function isMoving(job) {
  const [, kind] = importState(job);
  // A file that was never sent leaves its job waiting until the system gives it up.
  const waiting = job.state === "AWAITING_UPLOAD" && Date.now() - new Date(job.createdAt) > DAY;
  return kind === "moving" && !waiting;
}

const written = (job) => job.rowsCreated + job.rowsUpdated + job.rowsDeactivated;
const settled = (job) => written(job) + job.rowsUnchanged + job.rowsRejected;

/** Tell whether an import is still compared with the plan that was seen: no row is written yet. */
export const isCompared = (job) => job.state === "APPLYING" && settled(job) === 0;

const APPLIED = ["APPLYING", "COMPLETED", "COMPLETED_WITH_ISSUES"];

/** Tell whether what an import counts was written into the records, and not only read. */
export const hasWritten = (job) =>
  (APPLIED.includes(job.state) && !isCompared(job)) || written(job) > 0;

const CANCELLABLE = ["AWAITING_UPLOAD", "VALIDATING", "READY", "APPLYING"];
const UNDOABLE = ["COMPLETED", "COMPLETED_WITH_ISSUES", "CANCELLED", "FAILED"];

export const canApply = (job) => job.state === "READY";
export const canCancel = (job) => CANCELLABLE.includes(job.state) && !job.cancelAskedAt;
export const canUndo = (job) => UNDOABLE.includes(job.state) && written(job) > 0;

/** Dress an element as the badge of a state. */
export function showState(element, [label, kind]) {
  element.className = `state ${kind}`;
  if (element.textContent !== label) element.textContent = label;
}
