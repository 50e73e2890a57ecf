/** What one is marking on the time axis. */

import type { Brush } from "./use-brush";
import { Placed } from "./placed";

export function Brushed({ brush }: { brush: Brush }) {
  const marked = brush.value;
  if (!marked) return null;
  const [from, to] = [Math.min(marked.begin, marked.end), Math.max(marked.begin, marked.end)];
  return <Placed share={from} width={to - from} className="strip-brushed" />;
}
