/** For what is dear to draw and there many times: whether it is its turn to be drawn whole. */

import { useEffect, useState } from "preact/hooks";
import { inTurn, isTime } from "../../edge/frame-budget";

/** Return whether to draw all of it: at once while the frame has time, else in one of the next. `isNow`: at once in any case. */
export function useTurn(isNow = false): boolean {
  const [isTurn, setTurn] = useState(() => isNow || isTime());
  useEffect(() => (isTurn ? undefined : inTurn(() => setTurn(true))), [isTurn]);
  return isTurn;
}
