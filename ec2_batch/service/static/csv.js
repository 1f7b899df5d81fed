// CSV files made for people, who open them in a spreadsheet.

const BOM = "\ufeff"; // without it Excel takes UTF-8 for its own code page

/** Return rows as the text of a CSV file. */
export function csv(rows) {
  return BOM + rows.map((cells) => cells.map(cell).join(",") + "\r\n").join("");
}

function cell(value) {
  // A spreadsheet runs what begins like a formula: the quote makes it text.
  const text = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Save a text as a file of the browser's user. */
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
