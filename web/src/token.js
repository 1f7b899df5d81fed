// The access token of this browser tab: taken from the URL's fragment, kept while the tab lives.

const KEY = "student-cloud-token"; // the console uses the same, so one sign-in serves both

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
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
}

/** Read what a token says of its bearer; only the server can tell whether it is true. */
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
