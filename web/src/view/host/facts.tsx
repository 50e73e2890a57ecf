/** What seldom changes about a host. */

import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import "./facts.css";

export function Facts({ view, host }: { view: HostView; host: Host }) {
  const texts = t.value;
  const facts = new Map(view.facts.value);
  const labels = Object.entries(host.labels ?? {}).map(([name, value]) => (value ? `${name}=${value}` : name));
  const own: [string, string][] = [
    ["ip", host.ip ?? ""],
    ["addresses", facts.has("addresses") ? "" : (host.addresses ?? []).join(", ")],
    ["labels", labels.join(", ")],
    ["id", host.id],
  ];
  const lines = [...facts, ...own].filter(([, value]) => value !== "");
  return (
    <section class="box" data-testid="host-facts">
      <h2 class="box-title">{texts.facts}</h2>
      <dl class="facts">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{lookUp(texts.factNames, name)}</dt>
            <dd>{write(name, value)}</dd>
          </div>
        ))}
        <div>
          <dt>{texts.kept}</dt>
          <dd data-testid="history-kept">{writeKept(view)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** Sizes and times come as a machine writes them. */
function write(name: string, value: string): string {
  if (name === "memory" || name === "swap") return /^\d+$/.test(value) ? formats.value.bytes(Number(value)) : value;
  if (name === "boot") return Number.isNaN(Date.parse(value)) ? value : formats.value.moment(Date.parse(value));
  return value.replace(/,(?=\S)/g, ", ");
}

/** How much of the hub's disk this host's history takes, and how far back it goes. */
function writeKept({ past }: HostView): string {
  const bytes = past.value?.holdings.value?.bytes ?? 0;
  const oldest = past.value?.oldest ?? 0;
  return bytes > 0 ? t.value.keptValue(formats.value.bytes(bytes), formats.value.moment(oldest)) : t.value.keptNothing;
}
