// Who is asking, for how long, and the way to the other pages.

import { useEffect, useState } from "react";

import logo from "./favicon.svg";
import { describeToken } from "./token.js";

const MINUTE = 60_000; // milliseconds

export function Header({ token, refused, onChange }) {
  const now = useNow();
  const bearer = token && describeToken(token);
  const expired = bearer && bearer.expiresAt <= now;
  return (
    <header className="top">
      <a className="brand" href="console">
        <img src={logo} alt="" width="24" height="24" />
        Student Cloud
      </a>
      <nav aria-label="Pages">
        <a href="console">Console</a>
        <a href="graphiql" aria-current="page">
          GraphiQL
        </a>
      </nav>
      {token && (
        <div className="who" role="status">
          {refused || expired || !bearer ? (
            <span className="warning">
              The API does not accept this token{expired ? ": it has expired" : ""}.
            </span>
          ) : (
            <span>
              <b className="role">{bearer.role}</b> for {minutesLeft(bearer.expiresAt, now)}
            </span>
          )}
          <button type="button" onClick={onChange}>
            Change role
          </button>
        </div>
      )}
    </header>
  );
}

function minutesLeft(expiresAt, now) {
  const minutes = Math.max(1, Math.round((expiresAt - now) / MINUTE));
  return `${minutes} more minute${minutes === 1 ? "" : "s"}`;
}

function useNow() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 4);
    return () => clearInterval(timer);
  }, []);
  return now;
}
