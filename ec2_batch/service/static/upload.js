// Sending a file: the API gives a form to fill, the file goes straight to the upload bucket.

import { ApiError, change, IMPORT_CREATE } from "./api.js";
import { find, say, show } from "./dom.js";

/** Make the upload card work; `uploaded(id)` hears of each job whose file has arrived. */
export function prepareUpload(uploaded) {
  const card = find("#upload");
  const chooser = find("input[type=file]", card);
  const drop = find(".drop", card);
  chooser.addEventListener("change", () => {
    take(chooser.files);
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
    take(event.dataTransfer.files);
  });
  // A file dropped beside the field would otherwise take the browser away from the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }

  async function take(files) {
    const problem = find(".warning", card);
    say(problem, files.length > 1 ? "One file at a time, please." : "");
    if (files.length !== 1) return;
    try {
      uploaded(await send(files[0], find("select", card).value, card));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(problem, error.message);
    } finally {
      show(drop, true);
      show(find(".sending", card), false);
      chooser.focus();
    }
  }
}

async function send(file, format, card) {
  show(find(".drop", card), false);
  show(find(".sending", card), true);
  say(find(".file-name", card), file.name);
  progress(card, 0, "Asking for a place to put it …");
  const input = { fileName: file.name, autoApply: true, ...(format && { format }) };
  const { importJob, upload } = await change(IMPORT_CREATE, { input });
  await post(file, upload, card);
  return importJob.id;
}

function post(file, upload, card) {
  const form = new FormData();
  for (const { name, value } of upload.fields) form.append(name, value);
  form.append("file", file); // last: the store ignores what comes after it
  const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
  const cancel = find(".sending .button", card);
  return new Promise((resolve, reject) => {
    const fail = (sentence) => reject(new ApiError(sentence));
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      progress(card, loaded / total, loaded < total ? "Sending …" : "Sent"),
    );
    request.addEventListener("load", () =>
      request.status < 300 ? resolve() : fail(refusal(request.responseText)),
    );
    request.addEventListener("error", () => fail("The connection to the file store broke off."));
    request.addEventListener("abort", () => fail("Cancelled. Nothing was imported."));
    cancel.onclick = () => request.abort();
    request.open("POST", upload.url);
    request.send(form);
  });
}

/** Say why the file store refused a file; it explains itself in XML. */
function refusal(xml) {
  const code = /<Code>(\w+)<\/Code>/.exec(xml)?.[1];
  if (code === "EntityTooLarge") return "The file is larger than an import may be.";
  if (code === "EntityTooSmall") return "The file is empty.";
  return `The file store did not take the file${code ? ` (${code})` : ""}. Try again.`;
}

function progress(card, part, text) {
  find("progress", card).value = part;
  say(find(".sending [role=status]", card), text);
}
