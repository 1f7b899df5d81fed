// What can be imported: formats to choose from, files to start from, and how they begin.

import { ask, IMPORT_FORMATS } from "./api.js";
import { find, make, show } from "./dom.js";
import { attempt } from "./trouble.js";

/** Fill in all that the page says of formats. */
export async function prepareFormats() {
  const formats = (await attempt(() => ask(IMPORT_FORMATS)))?.importFormats ?? [];
  find("#upload select").append(...formats.map(option));
  find("#upload .templates span").replaceChildren(...formats.flatMap(link).slice(0, -1));
  show(find("#upload .templates"), formats.length > 0);
  find("#imports .beginnings").replaceChildren(...formats.map(beginning));
}

const option = ({ name, title }) => make("option", { value: name }, title);

function link({ name, title, description }) {
  const address = `import-formats/${name.toLowerCase().replaceAll("_", "-")}/template.csv`;
  return [make("a", { href: address, download: "", title: description }, title), ", "];
}

function beginning({ title, files: [{ template }] }) {
  const caption = make("figcaption", { className: "hint" }, `${title}: a file begins like this`);
  return make("figure", {}, caption, make("pre", {}, make("code", {}, template.trimEnd())));
}
