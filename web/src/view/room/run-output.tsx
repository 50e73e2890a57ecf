/** What a command wrote, with its colours. Text nodes only; controls show, they do nothing. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { readOutput, type Shown } from "../../core/output";
import type { Chunk } from "../../core/run-part";
import type { Style } from "../../core/sgr";
import { formats, t } from "../../i18n/language";
import "../../style/ansi.css";
import "./run-output.css";

export function RunOutput({ chunks, live }: { chunks: readonly Chunk[]; live: boolean }) {
  const [open, setOpen] = useState(false);
  const [tall, setTall] = useState(false);
  const box = useRef<HTMLPreElement>(null);
  const shown = useMemo(() => readOutput(chunks), [chunks]);
  useLayoutEffect(() => {
    const pre = box.current;
    if (!pre) return;
    setTall(pre.scrollHeight > pre.clientHeight + 4);
    if (live) pre.scrollTop = pre.scrollHeight;
  });
  useEffect(() => {
    if (!live && box.current && !open) box.current.scrollTop = 0;
  }, [live]);
  if (chunks.length === 0) return <p class="run-none">{t.value.runNoOutput}</p>;
  return (
    <>
      <pre
        ref={box}
        class="run-output"
        data-testid="run-output"
        data-open={open}
        tabIndex={0}
        role="group"
        aria-label={t.value.runOutput}
      >
        {shown.map((piece, index) => (
          <PieceView key={index} piece={piece} />
        ))}
      </pre>
      {(tall || open) && (
        <button type="button" class="run-more" onClick={() => setOpen(!open)}>
          {open ? t.value.runLess : t.value.runMore}
        </button>
      )}
    </>
  );
}

function PieceView({ piece }: { piece: Shown }) {
  if (piece.skipped) return <span class="run-skipped">{t.value.runSkipped(formats.value.bytes(piece.skipped))}{"\n"}</span>;
  const names = classesOf(piece.style, piece.err);
  return names ? <span class={names}>{piece.text}</span> : <>{piece.text}</>;
}

function classesOf(style: Style, err: boolean): string {
  const { fg, bg } = style.inverse ? { fg: style.bg, bg: style.fg ?? 7 } : style;
  return [
    err ? "err" : "",
    fg === undefined ? "" : `fg-${fg > 8 ? fg - 8 : fg}`,
    bg === undefined ? "" : `bg-${bg > 8 ? bg - 8 : bg}`,
    style.bold ? "bold" : "",
    style.dim ? "dim" : "",
    style.italic ? "italic" : "",
    style.underline ? "underline" : "",
  ]
    .filter(Boolean)
    .join(" ");
}
