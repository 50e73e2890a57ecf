/** What one host's command wrote, live, in a terminal. Its code is fetched when there is something to show. */

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isFinal } from "../../core/run-part";
import { noteLine, TerminalText } from "../../core/terminal-text";
import { openScreen, type Screen } from "../../edge/terminal";
import { formats, t } from "../../i18n/language";
import { drawnTheme } from "../../store/preferences";
import type { RunHost } from "../../store/run-follow";
import type { RunLook, Shown } from "../../store/run-look";
import "../../style/ansi.css";
import "./host-terminal.css";

interface Props {
  look: RunLook;
  host: RunHost;
  mostRows: number;
}

export function HostTerminal({ look, host, mostRows }: Props) {
  const final = isFinal(host.part.value.state);
  void host.written.value;
  if (host.output.isEmpty) return <p class="run-none">{final ? t.value.runNoOutput : t.value.runNoOutputYet}</p>;
  // Another choice of streams is another text: it is written from its beginning.
  return <Drawn key={look.shown.value} look={look} host={host} mostRows={mostRows} shown={look.shown.value} />;
}

function Drawn({ look, host, mostRows, shown }: Props & { shown: Shown }) {
  const box = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen | null>(null);
  const text = useRef(new TerminalText());
  const drawn = useRef(0);
  const ended = useRef(false);
  useLayoutEffect(() => {
    if (!box.current) return;
    const opened = openScreen(box.current, {
      label: t.value.outputOf(host.part.peek().name),
      onRows: () => opened.fit(mostRows),
    });
    const observer = new ResizeObserver(() => opened.fit(mostRows));
    observer.observe(box.current);
    setScreen(opened);
    return () => {
      observer.disconnect();
      opened.close();
    };
  }, []);
  const written = host.written.value;
  const final = isFinal(host.part.value.state);
  useLayoutEffect(() => {
    if (!screen || ended.current) return;
    screen.write(textFrom(host, drawn.current, shown, text.current));
    drawn.current = written;
    if (final) {
      ended.current = true;
      screen.write(text.current.end());
    }
  }, [screen, written, final]);
  useEffect(() => screen?.paint(), [screen, drawnTheme.value]);
  const [wanted, step] = [look.wanted.value, look.step.value];
  useEffect(() => screen?.find(wanted), [screen, wanted]);
  useEffect(() => {
    if (step.count > 0) screen?.find(look.wanted.peek(), step.back);
  }, [screen, step]);
  return <div class="host-terminal" ref={box} data-testid={`run-terminal-${host.id}`} />;
}

function textFrom(host: RunHost, from: number, shown: Shown, text: TerminalText): string {
  return host.output
    .pieces(from)
    .map(({ stream, text: wrote, skipped }) => {
      if (stream === "note") return noteLine(t.value.runSkipped(formats.value.bytes(skipped)));
      return shown === "both" || stream === shown ? text.write(stream, wrote) : "";
    })
    .join("");
}
