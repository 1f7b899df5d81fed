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
  find("#imports .beginnings").replaceChildren(...formats.flatMap(beginning));
}

const option = ({ name, title }) => make("option", { value: name }, title);

function link({ name, title, description, isArchive }) {
  // As the address has it: ONEROSTER_1_1 is oneroster-1.1.
  const dashed = name.toLowerCase().replaceAll("_", "-").replace(/(\d)-(\d)/, "$1.$2");
  const address = `import-formats/${dashed}/template.${isArchive ? "zip" : "csv"}`;
  return [make("a", { href: address, download: "", title: description }, title), ", "];
}

function beginning({ title, isArchive, files }) {
  return files.map(({ name, template }) => {
    const caption = `${isArchive ? `${title}, ${name}` : title}: a file begins like this`;
    const lines = make("pre", {}, make("code", {}, template.trimEnd()));
    return make("figure", {}, make("figcaption", { className: "hint" }, caption), lines);
  });
}
