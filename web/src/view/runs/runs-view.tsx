/** The views of runs: one of them, or their list. */

import type { Route } from "../../core/route";
import { RunPage } from "../run/run-page";
import { RunsPage } from "./runs-page";

export function RunsView({ at }: { at: Extract<Route, { view: "run" | "runs" }> }) {
  return at.view === "run" ? <RunPage key={at.id} id={at.id} /> : <RunsPage host={at.host} />;
}
