// The states of jobs, in words.

const IMPORT = {
  AWAITING_UPLOAD: ["Waiting for the file", "moving"],
  VALIDATING: ["Reading", "moving"],
  READY: ["Ready", "still"],
  INVALID: ["Not usable", "bad"],
  APPLYING: ["Writing", "moving"],
  COMPLETED: ["Done", "good"],
  COMPLETED_WITH_ISSUES: ["Done, rows to mend", "fair"],
  FAILED: ["Failed", "bad"],
  CANCELLED: ["Cancelled", "still"],
  EXPIRED: ["Never uploaded", "still"],
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

/** Return what to call an import's state, and what kind it is: moving, good, fair, bad, still. */
export const importState = (state) => IMPORT[state] ?? [state, "still"];
export const reportState = (state) => REPORT[state] ?? [state, "still"];

const DAY = 86_400_000; // milliseconds

/** Tell whether an import will change without anybody's doing. */
export function isMoving(job) {
  const [, kind] = importState(job.state);
  // A file that was never sent leaves its job waiting until the system gives it up.
  return kind === "moving" && Date.now() - new Date(job.createdAt) < DAY;
}

/** Dress an element as the badge of a state. */
export function showState(element, [label, kind]) {
  element.className = `state ${kind}`;
  if (element.textContent !== label) element.textContent = label;
}
