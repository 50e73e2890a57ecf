/** Who it was: the busiest processes a host wrote down nearest to a moment. */

import { useEffect, useRef, useState } from "preact/hooks";
import { byCpu, byMemory, FAR_MS, nearest } from "../../core/busiest";
import type { GroupId } from "../../core/charts";
import { fetchPiece } from "../../edge/logs-http";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Busiest, BusyProcess } from "../../wire/messages.gen";
import { Icon } from "../parts/icon";
import "./busy-panel.css";

const SHOWN = 6;
const SOON = 12; // entries: usually enough
const LATE = 120; // notes a host could not send in time stand later in its log

type Found = { state: "asking" | "failed" } | { state: "known"; note: Busiest | null };

interface Props {
  view: HostView;
  at: number;
  group: GroupId;
  onClose: () => void;
}

export function BusyPanel({ view, at, group, onClose }: Props) {
  const box = useRef<HTMLElement>(null);
  const [found, setFound] = useState<Found>({ state: "asking" });
  useEffect(() => {
    let open = true;
    find(view.id, at).then(
      (note) => open && setFound({ state: "known", note }),
      () => open && setFound({ state: "failed" }),
    );
    return () => void (open = false);
  }, [view, at]);
  useClosing(box, onClose);
  const texts = t.value;
  return (
    <section class="busy" ref={box} role="dialog" tabIndex={-1} aria-label={texts.whoTitle(formats.value.moment(at))} data-testid="busy-panel">
      <header class="busy-head">
        <div>
          <h3 title={formats.value.utc(at)}>{texts.whoTitle(formats.value.moment(at))}</h3>
          {found.state === "known" && found.note && <Taken note={found.note} />}
        </div>
        <button type="button" class="icon-button" aria-label={texts.close} title={texts.close} onClick={onClose}>
          <Icon name="close" size={14} />
        </button>
      </header>
      {found.state === "asking" && <p class="muted">{texts.loading}</p>}
      {found.state === "failed" && <p role="alert">{texts.whoFailed}</p>}
      {found.state === "known" && (found.note ? <Lists note={found.note} group={group} /> : <Nothing />)}
    </section>
  );
}

async function find(host: string, at: number): Promise<Busiest | null> {
  for (const limit of [SOON, LATE]) {
    const { entries } = await fetchPiece<Busiest>(`host/${host}/busiest`, { at: Math.max(0, at - FAR_MS) }, limit);
    const note = nearest(entries.map(({ body }) => body), at);
    if (note || entries.length < limit) return note;
  }
  return null;
}

function Taken({ note }: { note: Busiest }) {
  const texts = t.value;
  const time = formats.value.time(note.at, true);
  const group = note.series?.startsWith("system.memory.") ? "memory" : "cpu";
  return (
    <p class="muted" title={formats.value.utc(note.at)} data-testid="busy-taken">
      {note.reason === "spike" ? texts.whoSpike(time) : texts.whoMinute(time)}
      {note.reason === "spike" && typeof note.value === "number" && (
        <> · {texts.whoSpikeOf(texts.groups[group], formats.value.percent(note.value))}</>
      )}
    </p>
  );
}

function Nothing() {
  return (
    <>
      <p data-testid="busy-nothing">{t.value.whoNothing}</p>
      <p class="muted">{t.value.whoNothingHint}</p>
    </>
  );
}

/** What the chart is of comes first. */
function Lists({ note, group }: { note: Busiest; group: GroupId }) {
  const cpu = <List key="cpu" title={t.value.byCpu} processes={byCpu(note.processes, SHOWN)} />;
  const memory = <List key="memory" title={t.value.byMemory} processes={byMemory(note.processes, SHOWN)} isMemory />;
  return <div class="busy-lists">{group === "memory" ? [memory, cpu] : [cpu, memory]}</div>;
}

function List({ title, processes, isMemory = false }: { title: string; processes: readonly BusyProcess[]; isMemory?: boolean }) {
  const format = formats.value;
  return (
    <table>
      <caption>{title}</caption>
      <tbody>
        {processes.map((one) => (
          <tr key={one.pid} title={one.command || one.name}>
            <td class="busy-name" data-testid="busy-process">
              {one.name}
              <span>{`${one.user} · ${one.pid}`}</span>
            </td>
            <td class="num">{isMemory ? format.bytes(one.memory) : format.percent(one.cpu, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The keyboard goes into the panel, and back to the chart when it closes; Escape and a press elsewhere close it. */
function useClosing(box: { current: HTMLElement | null }, onClose: () => void): void {
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      onClose();
    };
    const onPress = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("mousedown", onPress, true);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("mousedown", onPress, true);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
}
