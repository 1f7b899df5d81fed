// The card that takes a file: chosen or dropped, with what is to be done with it.

import { goTo } from "./address.js";
import { ApiError } from "./api.js";
import { find, say, show } from "./dom.js";
import { cancelImport, createImport } from "./import-queries.js";
import { sendFile } from "./send-file.js";

/** Make the upload card work. */
export function prepareUpload() {
  const card = find("#upload");
  const chooser = find("input[type=file]", card);
  const drop = find(".drop", card);
  chooser.addEventListener("change", async () => {
    await take([...chooser.files], card);
    chooser.value = ""; // so that the same file can be chosen again
  });
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files], card);
  });
  // A file dropped beside the field would otherwise take the browser away from the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
}

async function take(files, card) {
  const problem = find(".warning", card);
  say(problem, files.length > 1 ? "One file at a time, please." : "");
  if (files.length !== 1) return;
  const [file] = files;
  show(find(".drop", card), false);
  show(find(".sending", card), true);
  say(find(".file-name", card), file.name);
  try {
    goTo(await send(file, card));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(problem, error.message);
  } finally {
    show(find(".drop", card), true);
    show(find(".sending", card), false);
  }
}

/** Send a file and return the id of its job; a job whose file did not arrive is given up. */
async function send(file, card) {
  const told = (part, text) => {
    find("progress", card).value = part;
    say(find(".sending [role=status]", card), text);
  };
  const stopping = new AbortController();
  find(".sending .button", card).onclick = () => stopping.abort();
  told(0, "Asking for a place to put it …");
  const { importJob, upload } = await createImport({ fileName: file.name, ...wishes(card) });
  try {
    await sendFile(file, upload, told, stopping.signal);
  } catch (error) {
    await cancelImport(importJob.id).catch(() => null);
    throw error;
  }
  return importJob.id;
}

function wishes(card) {
  const format = find("select", card).value;
  return {
    autoApply: find("[name=at-once]", card).checked,
    deactivateMissing: find("[name=leave-out]", card).checked,
    ...(format && { format }),
  };
}
