/** In which lines an output differs from that of most hosts. */

import { useMemo, useState } from "preact/hooks";
import type { Group } from "../../core/folding";
import { diffLines, folded, type DiffLine, type DiffRow } from "../../core/line-diff";
import { plainLines } from "../../core/output-lines";
import { t } from "../../i18n/language";
import type { RunHost } from "../../store/run-follow";
import type { RunLook } from "../../store/run-look";
import { hostTerminal } from "./terminal-piece";
import "./difference.css";

const MOST_ROWS = 400;
const SIGNS: Record<DiffLine["mark"], string> = { same: " ", less: "−", more: "+" };

interface Props {
  look: RunLook;
  usual: Group;
  host: RunHost;
}

export function Difference({ look, usual, host }: Props) {
  const other = look.host(usual.key);
  const rows = useMemo(() => (other ? rowsOf(other, host) : null), [other?.written.value, host.written.value]);
  const [whole, setWhole] = useState(false);
  const texts = t.value;
  if (!rows) {
    return (
      <>
        <p class="run-note-line muted">{texts.differsTooMuch}</p>
        <hostTerminal.View key={host.id} look={look} host={host} mostRows={20} />
      </>
    );
  }
  const shown = whole ? rows : rows.slice(0, MOST_ROWS);
  return (
    <>
      <p class="run-note-line muted">{texts.comparedWith(usual.parts.length, other?.part.value.name ?? "")}</p>
      {rows.every((row) => row.mark === "fold" || row.mark === "same") ? (
        <p class="run-note-line">{texts.sameOutput}</p>
      ) : (
        <pre class="difference" data-testid="difference" tabIndex={0} role="group" aria-label={texts.difference}>
          {shown.map((row, index) => (
            <Row key={index} row={row} />
          ))}
        </pre>
      )}
      {rows.length > shown.length && (
        <button type="button" class="run-more" onClick={() => setWhole(true)}>
          {texts.runMore}
        </button>
      )}
    </>
  );
}

function rowsOf(usual: RunHost, host: RunHost): DiffRow[] | null {
  const lines = diffLines(plainLines(usual.output.pieces()), plainLines(host.output.pieces()));
  return lines && folded(lines);
}

function Row({ row }: { row: DiffRow }) {
  const texts = t.value;
  if (row.mark === "fold") return <span class="diff-fold">{texts.sameLines(row.count)}</span>;
  const word = row.mark === "less" ? texts.lineLess : row.mark === "more" ? texts.lineMore : "";
  return (
    <span class={`diff-line ${row.mark}`}>
      <span class="diff-sign" aria-hidden="true">
        {SIGNS[row.mark]}
      </span>
      {word && <span class="visually-hidden">{word} </span>}
      {row.text || " "}
      {"\n"}
    </span>
  );
}
