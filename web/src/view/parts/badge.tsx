/** A word about something, such as a role; with a tone where it is a state. */

import type { ComponentChildren } from "preact";
import "../../style/badge.css";

export type Tone = "plain" | "ok" | "warn" | "bad" | "info";

export function Badge({ tone = "plain", testid, children }: { tone?: Tone; testid?: string; children: ComponentChildren }) {
  return (
    <span class={`badge ${tone}`} data-testid={testid}>
      {children}
    </span>
  );
}
