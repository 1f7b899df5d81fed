// Small words for the page's elements. Text is only ever set as text, never as HTML.

/** Find the one element that a selector names. */
export function find(selector, inside = document) {
  return inside.querySelector(selector);
}

/** Make an element: properties by name, attributes where a name has a dash, children after. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export function show(element, shown) {
  element.hidden = !shown;
}

/** Set text only where it changed, so that a screen reader does not repeat it. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const numbers = new Intl.NumberFormat("en");
export const count = (number) => numbers.format(number);

/** Say a number of things: `1 row`, `9,800 rows`. */
export function plural(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

const moments = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const spans = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Make a <time> that says how long ago something was, and when exactly on hovering. */
export function ago(moment) {
  const seconds = (new Date(moment) - Date.now()) / 1000;
  const [size, unit] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ].find(([size]) => Math.abs(seconds) >= size) ?? [1, "second"];
  const text = unit === "second" ? "just now" : spans.format(Math.round(seconds / size), unit);
  return make("time", { dateTime: moment, title: moments.format(new Date(moment)) }, text);
}
