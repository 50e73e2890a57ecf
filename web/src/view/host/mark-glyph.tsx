/** The sign of a kind of mark: told apart by form, and by colour only where it is a state. */

import type { MarkKind } from "../../core/marks";
import "./mark-glyph.css";

/** Outlines in a square of ten by ten. */
const FORM: Record<MarkKind, string> = {
  down: "M1 1h8v8H1z",
  late: "M5 .5 9.5 9h-9z",
  up: "M5 .8a4.2 4.2 0 1 1 0 8.4A4.2 4.2 0 0 1 5 .8z",
  spike: "M5 1 9.4 9H.6z",
  run: "M2 .8 9 5 2 9.2z",
  chat: "M.8 1.2h8.4v5.6H5L2.6 9V6.8H.8z",
  join: "M5 .6 9.4 5 5 9.4.6 5z",
  leave: "M5 .6 9.4 5 5 9.4.6 5z",
};

export function MarkGlyph({ kind }: { kind: MarkKind }) {
  return (
    <svg class={`mark-glyph ${kind}`} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      <path d={FORM[kind]} />
    </svg>
  );
}
