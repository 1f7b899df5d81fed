// The access token of this browser tab: taken from the URL's fragment, kept while the tab lives.
// The console and GraphiQL share it, so that one sign-in serves both.

const KEY = "student-cloud-token";

/** Take a token out of the address bar, where a bookmark or a screenshot would keep it. */
export function takeTokenFromFragment() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!given) return;
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname + location.search);
}

export function storedToken() {
  return sessionStorage.getItem(KEY);
}

export function storeToken(token) {
  sessionStorage.setItem(KEY, token);
}

/** Say what a token claims of its bearer, or null if it is no token; the server judges it. */
export function describeToken(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const claims = JSON.parse(atob(part));
    const groups = claims["cognito:groups"] ?? [];
    return { role: groups.join(", ") || "no role", expiresAt: claims.exp * 1000 };
  } catch {
    return null;
  }
}

/** Return what was typed or pasted without what surrounds a token, such as `Bearer`. */
export function cleanToken(text) {
  return text.trim().replace(/^(authorization:\s*)?bearer\s+/i, "");
}

/** Say for how long a token is still good, or "" when it no longer is. */
export function timeLeft(expiresAt, now = Date.now()) {
  if (!(expiresAt > now)) return "";
  const minutes = Math.max(1, Math.round((expiresAt - now) / 60_000));
  const [number, unit] = minutes < 90 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return `${number} more ${unit}${number === 1 ? "" : "s"}`;
}

const ROLES = ["admin", "registrar", "operator", "teacher", "student", "guardian", "auditor"];

/** Return the roles that a page of `make up` opens in by `?role=`; elsewhere there are none. */
export function demoRoles() {
  const here = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
  return here ? ROLES : [];
}
