// What can be imported: formats to choose from, files to start from, and how they begin.

import { find, make, say, show } from "./dom.js";
import { importFormats } from "./import-queries.js";
import { attempt } from "./trouble.js";

const titles = new Map(); // of formats, by the name that a job has

/** Fill in all that the page says of formats. */
export async function prepareFormats() {
  const formats = (await attempt(importFormats)) ?? [];
  for (const { name, title } of formats) titles.set(dashed(name), title);
  find("#upload select").append(...formats.map(option));
  find("#upload .templates ul").replaceChildren(...formats.map(template));
  show(find("#upload .templates"), formats.length > 0);
  find("#imports .beginnings").replaceChildren(...formats.slice(0, 2).flatMap(beginning));
  if (formats.some(({ isArchive }) => isArchive)) takeArchives();
}

/** Return what people call a format, by the name that a job has; "" until it is known. */
export const formatTitle = (name) => titles.get(name) ?? name ?? "";

function takeArchives() {
  find("#upload input[type=file]").accept += ",.zip,application/zip";
  say(find("#upload .drop b"), "Choose a CSV file or a zip");
}

/** As addresses and jobs have it: ONEROSTER_1_1 is oneroster-1.1. */
const dashed = (name) =>
  name
    .toLowerCase()
    .replaceAll("_", "-")
    .replace(/(\d)-(\d)/, "$1.$2");

const option = ({ name, title }) => make("option", { value: name }, title);

function template({ name, title, description, isArchive }) {
  const address = `import-formats/${dashed(name)}/template.${isArchive ? "zip" : "csv"}`;
  return make("li", {}, make("a", { href: address, download: "", title: description }, title));
}

function beginning({ title, isArchive, files }) {
  return files.slice(0, 1).map(({ name, template }) => {
    const caption = `${isArchive ? `${title}, ${name}` : title}: a file begins like this`;
    const lines = make("pre", {}, make("code", {}, template.trimEnd()));
    return make("figure", {}, make("figcaption", { className: "hint" }, caption), lines);
  });
}
