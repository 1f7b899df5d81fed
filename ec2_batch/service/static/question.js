// A question that must be answered before something is done which cannot be taken for granted.

import { find, make, say } from "./dom.js";

/** Ask, and return whether the answer is yes; Escape is a no. */
export function agreed({ title, sentences, yes, no }) {
  const dialog = find("#question");
  const [refuse, agree] = dialog.querySelectorAll("button");
  say(find("h2", dialog), title);
  find(".sentences", dialog).replaceChildren(...sentences.map((said) => make("p", {}, said)));
  say(refuse, no);
  say(agree, yes);
  dialog.returnValue = "";
  refuse.onclick = () => dialog.close("");
  agree.onclick = () => dialog.close("yes");
  dialog.showModal();
  // The way that changes nothing is the one that a stray Enter takes.
  refuse.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
