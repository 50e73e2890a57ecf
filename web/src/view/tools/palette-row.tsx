/** One line of the palette: what it is, what it is called with the typed letters marked, and the keys that do the same. */

import type { Entry, Kind } from "../../core/palette";
import { t } from "../../i18n/language";
import { Icon, type IconName } from "../parts/icon";
import { KeyCaps } from "./key-caps";

const ICONS: Record<Kind, IconName> = {
  moment: "clock",
  host: "server",
  view: "chevronRight",
  room: "chat",
  person: "person",
  run: "play",
  saved: "play",
  action: "settings2",
};

interface Props {
  id: string;
  entry: Entry;
  letters: readonly number[];
  isChosen: boolean;
  /** Enter was pressed once: what it does needs a second one. */
  isAsked: boolean;
  onTake: () => void;
}

export function PaletteRow({ id, entry, letters, isChosen, isAsked, onTake }: Props) {
  const texts = t.value;
  return (
    // The field has the keyboard: a press must not take the focus from it.
    <li
      id={id}
      role="option"
      class="palette-row"
      data-testid="palette-row"
      data-kind={entry.kind}
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <Icon name={ICONS[entry.kind]} size={14} />
      <span class="palette-title">{isAsked ? entry.confirm : <Marked text={entry.title} letters={letters} />}</span>
      {entry.status && <Status status={entry.status} />}
      {!isAsked && entry.detail && <span class="palette-detail">{entry.detail}</span>}
      {entry.keys ? <KeyCaps keys={entry.keys} /> : !saysKind(entry) && <span class="palette-kind">{texts.kinds[entry.kind]}</span>}
    </li>
  );
}

/** Of what is done, and of where one goes, the detail says as much as the kind. */
function saysKind({ kind, detail }: Entry): boolean {
  return Boolean(detail) && (kind === "action" || kind === "view");
}

function Status({ status }: { status: NonNullable<Entry["status"]> }) {
  const texts = t.value;
  const names = { late: texts.statuses.late, down: texts.statuses.down, expected: texts.hostExpected, paused: texts.hostPaused };
  return (
    <span class={`palette-status ${status}`}>
      <i class={`dot ${status}`} />
      {names[status]}
    </span>
  );
}

/** The letters that were typed stand out. */
function Marked({ text, letters }: { text: string; letters: readonly number[] }) {
  if (letters.length === 0) return <>{text}</>;
  return <>{runsOf(text, new Set(letters)).map(({ part, isHit }, index) => (isHit ? <b key={index}>{part}</b> : part))}</>;
}

function runsOf(text: string, hits: ReadonlySet<number>): { part: string; isHit: boolean }[] {
  const runs: { part: string; isHit: boolean }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const last = runs[runs.length - 1];
    if (last?.isHit === hits.has(index)) last.part += text.charAt(index);
    else runs.push({ part: text.charAt(index), isHit: hits.has(index) });
  }
  return runs;
}
