// A table that shows a long list a page at a time.

import { count, find, say, show } from "./dom.js";
import { attempt } from "./trouble.js";

const ON_A_PAGE = 10;

/**
 * Make a list's section work: `read(id, first, after)` gets a page, `row(node)` draws one, and
 * `howMany(number)` says beside the heading how many there are.
 */
export function pagedTable(section, read, row, howMany) {
  const nav = find(".pages", section);
  const [previous, following] = nav.querySelectorAll("button");
  let id = null; // of the import that is looked at
  let starts = []; // cursor before each page that was visited
  let next = null; // cursor of the page after the present one

  async function turn() {
    const wanted = id;
    const { nodes, pageInfo, totalCount } = await read(id, ON_A_PAGE, starts.at(-1));
    if (wanted !== id) return; // another import was opened meanwhile
    next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    find("tbody", section).replaceChildren(...nodes.map(row));
    previous.disabled = starts.length === 1;
    following.disabled = !next;
    show(nav, starts.length > 1 || next !== null);
    say(find(".how-many", section), howMany(totalCount.value));
    say(find(".hint", nav), place(starts.length - 1, nodes.length, totalCount));
    show(section, nodes.length > 0);
  }

  previous.addEventListener("click", () => {
    starts.pop();
    attempt(turn);
  });
  following.addEventListener("click", () => {
    starts.push(next);
    attempt(turn);
  });

  return {
    open(importId) {
      id = importId;
      starts = [undefined];
      return attempt(turn);
    },
    clear() {
      id = null;
      show(section, false);
    },
  };
}

function place(page, length, { value, exact }) {
  const before = page * ON_A_PAGE;
  const all = `${count(value)}${exact ? "" : " and more"}`;
  return `${count(before + 1)} to ${count(before + length)} of ${all}`;
}
