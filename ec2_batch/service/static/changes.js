// What applying an import would change, record by record and field by field.

import { count, find, make } from "./dom.js";
import { changePage } from "./import-queries.js";
import { pagedTable } from "./pages.js";
import { toWrite } from "./plan.js";
import { recordName } from "./record-names.js";

const ACTIONS = {
  CREATE: ["Add", "new"],
  UPDATE: ["Change", "changed"],
  DEACTIVATE: ["Put out of use", "leaving"],
};

let table = null;
let planned = 0; // changes in all, of which only some are kept for a look

/** Make the table of changes work. */
export function prepareChanges() {
  table = pagedTable(find("#changes"), changePage, row, (kept) =>
    kept < planned ? `${count(kept)} of ${count(planned)} are shown` : count(planned),
  );
}

export const clearChanges = () => table.clear();

/** Show the changes of an import that waits to be applied. */
export function showChanges({ id, state, plan }) {
  if (state !== "READY") return table.clear();
  planned = toWrite(plan);
  table.open(id);
}

function row({ line, entity, key, action, byHand, changes }) {
  const [label, kind] = ACTIONS[action];
  const record = make("td", { className: "record" });
  record.append(
    make("span", { className: `action ${kind}` }, label),
    make("span", {}, `${recordName(entity)} `, make("code", {}, key)),
  );
  if (byHand) record.append(make("span", { className: "mark" }, "Edited by hand"));
  const fields = make("ul", { className: `fields ${kind}` }, ...changes.map(field));
  return make(
    "tr",
    { className: byHand ? "hand" : "" },
    make("td", { className: "number" }, line > 0 ? count(line) : "–"),
    record,
    make("td", {}, fields),
  );
}

function field({ field, before, after }) {
  const item = make("li", {}, make("span", { className: "field" }, field), " ");
  if (before !== null) {
    const arrow = make("span", { className: "arrow", "aria-label": "becomes" }, " → ");
    item.append(make("del", {}, before), arrow);
  }
  item.append(after === null ? make("span", { className: "hint" }, "nothing") : make("ins", {}, after));
  return item;
}
