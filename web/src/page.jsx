// The page: a header that says who is asking, and GraphiQL below it.

import { explorerPlugin } from "@graphiql/plugin-explorer";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { useEffect, useState } from "react";

import { examples } from "./examples.js";
import { fetchOperation } from "./fetcher.js";
import { Header } from "./header.jsx";
import { SignIn } from "./sign-in.jsx";
import { storedToken, storeToken, takeTokenFromFragment } from "../../ec2_batch/service/static/token.js";

const explorer = explorerPlugin();

// Queries and their variables may name students, so they go when the tab is closed.
const storage = sessionStorage;

// GraphiQL drops the open tab's variables at first and after a reload (its bug 3392) unless
// they are given again; given with their query, they open no other tab.
const open = openTab();

function openTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(storage.getItem("graphiql:tabState"));
    return tabs[activeTabIndex] ?? examples[0];
  } catch {
    return examples[0];
  }
}

export function Page() {
  const [token, setToken] = useState(storedToken);
  const [refused, setRefused] = useState(false);
  const [changing, setChanging] = useState(false);

  useEffect(() => {
    const refuse = () => setRefused(true);
    const arrive = () => {
      takeTokenFromFragment();
      signIn(storedToken());
    };
    window.addEventListener("token-refused", refuse);
    window.addEventListener("hashchange", arrive);
    return () => {
      window.removeEventListener("token-refused", refuse);
      window.removeEventListener("hashchange", arrive);
    };
  }, []);

  function signIn(given) {
    storeToken(given);
    setToken(given);
    setRefused(false);
    setChanging(false);
  }

  return (
    <>
      <Header token={token} refused={refused} onChange={() => setChanging(true)} />
      {(!token || changing) && (
        <SignIn first={!token} onToken={signIn} onCancel={() => setChanging(false)} />
      )}
      {token && (
        <main className="editor">
          <h1 className="unseen">GraphiQL</h1>
          <GraphiQL
            fetcher={fetchOperation}
            storage={storage}
            defaultTabs={examples}
            initialQuery={open.query ?? ""}
            initialVariables={open.variables ?? ""}
            plugins={[explorer, HISTORY_PLUGIN]}
            isHeadersEditorEnabled={false}
            showPersistHeadersSettings={false}
            shouldPersistHeaders={false}
          >
            <GraphiQL.Logo>
              <span className="hint">POST {new URL("graphql", document.baseURI).pathname}</span>
            </GraphiQL.Logo>
          </GraphiQL>
        </main>
      )}
    </>
  );
}
