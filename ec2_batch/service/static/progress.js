// How far an import is: in rows and percent, for the eye at once and for the ear by quarters.

import { count, find, plural, say, show } from "./dom.js";
import { isMoving } from "./states.js";

const QUARTER = 25; // percent

/** Show how far an import is, while it is on its way. */
export function showProgress(job) {
  const box = find("#job .working");
  show(box, isMoving(job));
  if (box.hidden) return say(find(".heard", box), "");
  // An undo goes through changes, not through rows.
  const percent = job.state === "UNDOING" ? null : job.progress;
  const bar = find("progress", box);
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
  say(find(".rows", box), rows(job));
  say(find(".percent", box), percent === null ? "" : `${percent} %`);
  const quarters = Math.floor((percent ?? 0) / QUARTER) * QUARTER;
  say(find(".heard", box), quarters > 0 ? `${quarters} percent` : "");
}

function rows({ state, rowsTotal, rowsExpected }) {
  if (state === "UNDOING" || state === "AWAITING_UPLOAD") return "";
  if (rowsExpected) return `${count(rowsTotal)} of ${plural(rowsExpected, "row")}`;
  return rowsTotal > 0 ? `${plural(rowsTotal, "row")} so far` : "";
}
