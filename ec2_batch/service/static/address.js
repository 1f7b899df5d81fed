// The page's address names the import that is looked at, so that a link and the back button work.

const NAME = "import";

/** Return the id of the import that the address names, or null. */
export function importInAddress() {
  return new URLSearchParams(location.search).get(NAME);
}

/** Return the address of an import on this page; of the page itself for null. */
export function addressOf(id) {
  const query = new URLSearchParams(location.search);
  if (id) query.set(NAME, id);
  else query.delete(NAME);
  return `${location.pathname}${query.size ? `?${query}` : ""}`;
}

/** Go to an import, or back to the page itself for null; `onMove` hears of it. */
export function goTo(id) {
  if (id !== importInAddress()) history.pushState(null, "", addressOf(id));
  window.dispatchEvent(new Event("moved"));
}

/** Run something each time the address names another import. */
export function onMove(moved) {
  window.addEventListener("moved", moved);
  window.addEventListener("popstate", moved);
}

/** Make a plain click on a link go to an import without leaving the page. */
export function leadTo(link, id) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(id);
  });
}
