// Sending a file straight to the upload bucket, by the form that the API gave for it.

import { ApiError } from "./api.js";

/** Send a file; `told(part, text)` hears how far it is, and `stopped` ends it. */
export function sendFile(file, upload, told, stopped) {
  const form = new FormData();
  for (const { name, value } of upload.fields) form.append(name, value);
  form.append("file", file); // last: the store ignores what comes after it
  const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
  return new Promise((resolve, reject) => {
    const fail = (sentence) => reject(new ApiError(sentence));
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      told(loaded / total, loaded < total ? far(loaded, total) : "Sent"),
    );
    request.addEventListener("load", () =>
      request.status < 300 ? resolve() : fail(refusal(request.responseText)),
    );
    request.addEventListener("error", () => fail("The connection to the file store broke off."));
    const stop = () => {
      request.abort();
      fail("Cancelled. Nothing was imported.");
    };
    if (stopped.aborted) return stop(); // before there was anything to send
    stopped.addEventListener("abort", stop);
    request.open("POST", upload.url);
    request.send(form);
  });
}

const MEGABYTE = 1_000_000;
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);

function far(loaded, total) {
  const percent = `${Math.floor((loaded / total) * 100)} %`;
  return total < MEGABYTE ? percent : `${megabytes(loaded)} of ${megabytes(total)} MB, ${percent}`;
}

/** Say why the file store refused a file; it explains itself in XML. */
function refusal(xml) {
  const code = /<Code>(\w+)<\/Code>/.exec(xml)?.[1];
  if (code === "EntityTooLarge") return "The file is larger than an import may be.";
  if (code === "EntityTooSmall") return "The file is empty.";
  return `The file store did not take the file${code ? ` (${code})` : ""}. Try again.`;
}
