/** What seldom changes about a host, in groups, to be read and to be copied. */

import { useState } from "preact/hooks";
import { groupedFacts } from "../../core/fact-groups";
import { visibleText } from "../../core/visible-text";
import { writeClipboard } from "../../edge/clipboard";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { Icon } from "../parts/icon";
import "./facts.css";

const SAID_MS = 2_000;

export function Facts({ view, host }: { view: HostView; host: Host }) {
  const texts = t.value;
  const groups = groupedFacts(factsOf(view, host));
  const all = groups.flatMap(({ facts }) => facts.map(([name, value]) => `${lookUp(texts.factNames, name)}: ${write(name, value)}`)).join("\n");
  return (
    <section class="box below-wide" data-testid="host-facts">
      <header class="box-head">
        <h2 class="box-title">{texts.facts}</h2>
        <Copy text={all} title={texts.copyFacts} testid="copy-facts" />
      </header>
      <div class="facts">
        {groups.map(({ id, facts }) => (
          <div key={id} class="facts-group">
            <h3>{texts.factGroups[id]}</h3>
            <dl>
              {facts.map(([name, value]) => (
                <div key={name} class="fact">
                  <dt>{lookUp(texts.factNames, name)}</dt>
                  <dd>
                    {visibleText(write(name, value))}
                    <Copy text={value} title={texts.copyFact(lookUp(texts.factNames, name))} testid={`copy-${name}`} />
                  </dd>
                </div>
              ))}
              {id === "hub" && (
                <div class="fact">
                  <dt>{texts.kept}</dt>
                  <dd data-testid="history-kept">{writeKept(view)}</dd>
                </div>
              )}
            </dl>
          </div>
        ))}
      </div>
    </section>
  );
}

function factsOf(view: HostView, host: Host): [string, string][] {
  const facts = new Map(view.facts.value);
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => (value ? `${name}=${value}` : name));
  const own: [string, string][] = [
    ["ip", host.ip ?? ""],
    ["addresses", facts.has("addresses") ? "" : (host.addresses ?? []).join(", ")],
    ["labels", labels.join(", ")],
    ["joined", host.joined ? new Date(host.joined).toISOString() : ""],
    ["id", host.id],
  ];
  return [...facts, ...own].filter(([, value]) => value !== "");
}

function Copy({ text, title, testid }: { text: string; title: string; testid: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await writeClipboard(text))) return;
    setCopied(true);
    window.setTimeout(() => setCopied(false), SAID_MS);
  };
  return (
    <button type="button" class="icon-button fact-copy" aria-label={title} title={copied ? t.value.copied : title} data-testid={testid} data-copied={copied} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "copy"} size={12} />
    </button>
  );
}

/** Sizes and times come as a machine writes them. */
function write(name: string, value: string): string {
  if (name === "memory" || name === "swap") return /^\d+$/.test(value) ? formats.value.bytes(Number(value)) : value;
  if (name === "boot" || name === "joined") return Number.isNaN(Date.parse(value)) ? value : formats.value.moment(Date.parse(value));
  return value.replace(/,(?=\S)/g, ", ");
}

/** How much of the hub's disk this host's history takes, and how far back it goes. */
function writeKept({ past }: HostView): string {
  const bytes = past.value?.holdings.value?.bytes ?? 0;
  const oldest = past.value?.oldest ?? 0;
  return bytes > 0 ? t.value.keptValue(formats.value.bytes(bytes), formats.value.moment(oldest)) : t.value.keptNothing;
}
