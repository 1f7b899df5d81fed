// Asking again: often while something moves, seldom otherwise, not at all when nobody looks.

import { attempt } from "./trouble.js";

const SOON = 1_000; // milliseconds
const LATER = 15_000;

/** Repeat a question; it answers whether something is moving. Returns how to ask at once. */
export function keepAsking(question) {
  let timer = null;
  let running = false;
  let again = false; // somebody asked while the last answer, by then old, was under way

  async function now() {
    clearTimeout(timer);
    again = running;
    if (running) return;
    running = true;
    const moving = await attempt(question);
    running = false;
    if (again) now();
    else timer = setTimeout(now, moving ? SOON : LATER);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else now();
  });
  now();
  return { now };
}
