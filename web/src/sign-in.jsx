// The field for an access token: the page itself can neither make nor fetch one.

import { useEffect, useRef, useState } from "react";

import { cleanToken, demoRoles, describeToken } from "../../ec2_batch/service/static/token.js";

export function SignIn({ first, onToken, onCancel }) {
  const [problem, setProblem] = useState("");
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);

  function submit(event) {
    event.preventDefault();
    const token = cleanToken(field.current.value);
    if (describeToken(token)) onToken(token);
    else setProblem("This is not an access token: one has three parts with dots between them.");
  }

  return (
    <section className={first ? "sign-in first" : "sign-in"} aria-labelledby="sign-in-title">
      <form onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onCancel()}>
        <h1 id="sign-in-title">{first ? "Sign in with a token" : "Ask as someone else"}</h1>
        <label htmlFor="token">Access token</label>
        <input
          id="token"
          ref={field}
          type="password"
          autoComplete="off"
          spellCheck="false"
          placeholder="eyJ…"
          aria-describedby="token-problem"
          aria-invalid={problem ? "true" : undefined}
        />
        <p id="token-problem" className="warning" role="alert">
          {problem}
        </p>
        <div className="actions">
          <button type="submit" className="button primary">
            Use this token
          </button>
          {!first && (
            <button type="button" className="button" onClick={onCancel}>
              Keep the present one
            </button>
          )}
        </div>
        <p className="hint">It stays in this browser tab and is forgotten when the tab is closed.</p>
        <DemoRoles />
      </form>
    </section>
  );
}

function DemoRoles() {
  const roles = demoRoles();
  if (roles.length === 0) return null;
  return (
    <>
      <hr />
      <p>On this machine, be one of the demo's people instead:</p>
      <p className="roles">
        {roles.map((role) => (
          <a key={role} className="button" href={`graphiql?role=${role}`}>
            {role}
          </a>
        ))}
      </p>
    </>
  );
}
