/** How the cards of one conversation share what they follow: a run shown twice is followed once. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Runs } from "../../store/runs";

export const RunsContext = createContext<Runs | null>(null);

export function useRuns(): Runs {
  const runs = useContext(RunsContext);
  if (!runs) throw new Error("no Runs above this component");
  return runs;
}
