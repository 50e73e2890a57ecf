/** One group at a time. The arrows go from tab to tab, as in every list of tabs. */

import { useRef } from "preact/hooks";
import type { Group } from "../../core/folding";
import { t } from "../../i18n/language";
import type { RunLook } from "../../store/run-look";
import { GroupPanel } from "./group-panel";
import "./tabs.css";

interface Props {
  id: string;
  look: RunLook;
}

export function Tabs({ id, look }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const front = look.front.value;
  const groups = look.groups.value;
  if (!front) return null;
  const turnTo = (group: Group): void => {
    look.chosen.value = group.key;
    const tab = list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(group.key)}"]`);
    tab?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const at = groups.indexOf(front);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const step = steps[event.key];
    const next = step === undefined ? undefined : groups[(step + groups.length) % groups.length];
    if (!next) return;
    event.preventDefault();
    turnTo(next);
  };
  const isAlone = look.all.value.length === 1;
  return (
    <>
      {!isAlone && (
        <div class="run-tabs" role="tablist" ref={list} aria-label={t.value.runHosts} onKeyDown={onKey}>
          {groups.map((group) => (
            <Tab key={group.key} look={look} group={group} isFront={group === front} />
          ))}
        </div>
      )}
      <div
        {...(isAlone ? {} : { role: "tabpanel", "aria-labelledby": tabId(front) })}
        id="run-panel"
      >
        <GroupPanel key={look.looked.value} id={id} look={look} group={front} />
      </div>
    </>
  );
}

function Tab({ look, group, isFront }: { look: RunLook; group: Group; isFront: boolean }) {
  const { key, parts, standing } = group;
  const texts = t.value;
  const found = look.found.value.get(key) ?? 0;
  const searches = look.wanted.value !== "";
  return (
    <button
      type="button"
      role="tab"
      id={tabId(group)}
      class="run-tab"
      data-tab={key}
      data-testid={`run-tab-${key}`}
      data-dim={searches && found === 0}
      aria-selected={isFront}
      aria-controls="run-panel"
      tabIndex={isFront ? 0 : -1}
      onClick={() => (look.chosen.value = key)}
    >
      <i class={`standing ${standing}`} />
      <span class="visually-hidden">{texts.standings[standing]}</span>
      <span class="run-tab-name">{parts.length > 1 ? texts.hostsCount(parts.length) : parts[0]?.name}</span>
      {searches && found > 0 && <span class="run-tab-found">{found}</span>}
    </button>
  );
}

function tabId(group: Group): string {
  return `run-tab-${group.key}`;
}
