import "./workers.js";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "../../ec2_batch/service/static/theme.css";
import "./page.css";

import { createRoot } from "react-dom/client";

import { Page } from "./page.jsx";
import { takeTokenFromFragment } from "../../ec2_batch/service/static/token.js";

takeTokenFromFragment();
createRoot(document.getElementById("page")).render(<Page />);
