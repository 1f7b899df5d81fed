// Who is asking, for how long, and the way to the other pages.

import { useEffect, useState } from "react";

import logo from "../../ec2_batch/service/static/favicon.svg";
import { describeToken, timeLeft } from "../../ec2_batch/service/static/token.js";

const QUARTER_MINUTE = 15_000; // milliseconds

export function Header({ token, refused, onChange }) {
  const now = useNow();
  const bearer = token && describeToken(token);
  const left = bearer && timeLeft(bearer.expiresAt, now);
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
        <div className="who">
          {refused || !left ? (
            <span className="warning" role="alert">
              The API does not accept this token{left ? "" : ": it has expired"}.
            </span>
          ) : (
            <span>
              <b className="role">{bearer.role}</b> for {left}
            </span>
          )}
          <button type="button" className="button" onClick={onChange}>
            Change role
          </button>
        </div>
      )}
    </header>
  );
}

function useNow() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), QUARTER_MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
