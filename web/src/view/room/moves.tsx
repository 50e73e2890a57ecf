/** Comings and goings, folded into one line. */

import { foldMoves, type Move } from "../../core/timeline";
import { t } from "../../i18n/language";
import { When } from "../parts/when";
import "./moves.css";

const NAMED = 4;

export function Moves({ moves, at }: { moves: readonly Move[]; at: number }) {
  const texts = t.value;
  const { joined, left, passed } = foldMoves(moves);
  const sentences = [
    joined.length > 0 ? texts.joined(names(joined), joined.length) : "",
    left.length > 0 ? texts.left(names(left), left.length) : "",
    passed.length > 0 ? texts.passed(names(passed), passed.length) : "",
  ].filter(Boolean);
  return (
    <p class="moves" data-testid="room-moves">
      <span>{sentences.join(" · ")}</span>
      <When at={at} />
    </p>
  );
}

function names(logins: readonly string[]): string {
  const shown = logins.slice(0, NAMED);
  const rest = logins.length - shown.length;
  return [...shown, ...(rest > 0 ? [t.value.others(rest)] : [])].join(", ");
}
