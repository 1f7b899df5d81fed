// Who uses the page: the header's right side, and the field for a token.

import { find, make, say, show } from "./dom.js";
import {
  cleanToken,
  demoRoles,
  describeToken,
  storedToken,
  storeToken,
  takeTokenFromFragment,
  timeLeft,
} from "./token.js";

const NO_TOKEN = "This is not an access token: one has three parts with dots between them.";
const QUARTER_MINUTE = 15_000; // milliseconds

let refused = false;

/** Begin with the token at hand, or ask for one; `begin` runs once there is one. */
export function openSession(begin) {
  takeTokenFromFragment();
  const panel = find(".sign-in");
  const keep = find("button[type=button]", panel);
  find("form", panel).addEventListener("submit", (event) => {
    event.preventDefault();
    const token = cleanToken(find("#token").value);
    if (!describeToken(token)) return say(find("#token-problem"), NO_TOKEN);
    storeToken(token);
    location.reload(); // what the page shows was for the bearer before
  });
  keep.addEventListener("click", () => show(panel, false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !keep.hidden && keep.click());
  find(".who .button").addEventListener("click", () => askForToken("Work as someone else", true));
  window.addEventListener("hashchange", () => {
    takeTokenFromFragment();
    location.reload();
  });
  window.addEventListener("token-refused", () => {
    if (refused) return;
    refused = true;
    showBearer();
    // What is on the page already can still be read.
    askForToken("Sign in again", !find("main").hidden);
  });
  if (!storedToken()) return askForToken("Sign in with a token", false);
  showBearer();
  setInterval(showBearer, QUARTER_MINUTE);
  begin();
}

function askForToken(title, mayKeep) {
  const panel = find(".sign-in");
  const roles = demoRoles().map((role) =>
    make("a", { className: "button", href: `console?${asRole(role)}` }, role),
  );
  find(".roles", panel).replaceChildren(...roles);
  show(find(".demo", panel), roles.length > 0);
  panel.classList.toggle("first", !mayKeep);
  say(find("#sign-in-title"), title);
  show(find("button[type=button]", panel), mayKeep);
  show(panel, true);
  find("#token").focus();
}

/** Say in an address that the page as it is should open in another role. */
function asRole(role) {
  const query = new URLSearchParams(location.search);
  query.delete("as");
  query.set("role", role);
  return query;
}

function showBearer() {
  const bearer = describeToken(storedToken());
  const left = bearer && timeLeft(bearer.expiresAt);
  const status = find(".bearer");
  show(find(".who"), true);
  if (refused || !left) {
    status.className = "bearer warning";
    status.setAttribute("role", "alert");
    return say(status, `The API does not accept this token${left ? "" : ": it has expired"}.`);
  }
  const text = `${bearer.role} for ${left}`;
  if (status.textContent === text) return;
  const role = document.createElement("b");
  role.className = "role";
  role.textContent = bearer.role;
  status.replaceChildren(role, ` for ${left}`);
}
