/** Below the filter: what can complete the word one types, and what in the query cannot be read. */

import { useComputed } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { parseQuery, type Problem } from "../../core/fleet-query";
import { acceptOption, completeQuery, type Completed, type KnownFleet, type Option } from "../../core/query-completion";
import { shortSystem } from "../../core/system-name";
import { language, t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import type { Hosts } from "../../store/hosts";
import { useRoom } from "../context";
import { clear, FILTER } from "./use-fleet-keys";

const LIST = "fleet-options";
const SETTLED_MS = 900; // a word that is being written is not wrong yet
const NOTHING: Completed = { from: 0, to: 0, options: [] };

export function FilterAid({ view }: { view: FleetView }) {
  const { hosts } = useRoom();
  const [completed, setCompleted] = useState<Completed>(NOTHING);
  const [at, setAt] = useState(-1);
  const state = useRef({ completed, at });
  state.current = { completed, at };
  const close = (): void => {
    setCompleted(NOTHING);
    setAt(-1);
  };
  const take = (option: Option): void => {
    const field = fieldElement();
    const { text, caret } = acceptOption(view.typed.peek(), state.current.completed, option);
    view.typed.value = text;
    if (!field) return;
    field.value = text;
    field.focus();
    field.setSelectionRange(caret, caret);
    look();
  };
  const look = (): void => {
    const field = fieldElement();
    if (!field) return;
    const found = completeQuery(field.value, field.selectionStart ?? field.value.length, knownOf(hosts), language.peek() === "fr");
    setCompleted(found);
    setAt(-1);
  };
  const onKey = (event: KeyboardEvent): void => {
    const { completed: shown, at: place } = state.current;
    const count = shown.options.length;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && count === 0) look();
    else if (event.key === "ArrowDown") setAt((place + 1) % count);
    else if (event.key === "ArrowUp" && count > 0) setAt((place <= 0 ? count : place) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && shown.options[place]) take(shown.options[place]);
    else if (event.key === "Enter") {
      close();
      return;
    } else if (event.key === "Escape" && count > 0) close();
    else if (event.key === "Escape") {
      if (!clear(view)) fieldElement()?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    const field = fieldElement();
    if (!field) return;
    const events: [string, EventListener][] = [
      ["input", look],
      ["blur", close],
      ["keydown", (event) => onKey(event as KeyboardEvent)],
    ];
    for (const [name, act] of events) field.addEventListener(name, act);
    return () => {
      for (const [name, act] of events) field.removeEventListener(name, act);
    };
  }, [view, hosts]);
  const open = completed.options.length > 0;
  const aid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => aid.current?.style.setProperty("--filter-width", `${fieldElement()?.offsetWidth ?? 320}px`));
  useLayoutEffect(() => {
    describe({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": String(open),
      "aria-controls": open ? LIST : null,
      "aria-activedescendant": at >= 0 ? `${LIST}-${at}` : null,
    });
  }, [open, at]);
  return (
    <div class="filter-aid" ref={aid}>
      {open && (
        <ul class="filter-options" id={LIST} role="listbox" aria-label={t.value.suggestions} data-testid="filter-options">
          {completed.options.map((option, index) => (
            <li
              key={option.text}
              id={`${LIST}-${index}`}
              role="option"
              aria-selected={index === at}
              class="filter-option"
              onMouseDown={(event) => {
                event.preventDefault(); // the focus stays where one writes
                take(option);
              }}
            >
              <code>{option.text}</code>
              <span>{t.value.optionKinds[option.kind]}</span>
            </li>
          ))}
        </ul>
      )}
      {!open && <Problems view={view} />}
    </div>
  );
}

/** What cannot be read, under the word it is about. Only once one has stopped writing it. */
function Problems({ view }: { view: FleetView }) {
  const [settled, setSettled] = useState("");
  const text = view.typed.value;
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), SETTLED_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  const problems = useComputed(() => parseQuery(view.typed.value).problems).value;
  const shown = problems.filter((problem) => settled === text || problem.to < text.length);
  const [first] = shown;
  useLayoutEffect(() => describe({ "aria-invalid": first ? "true" : null, "aria-describedby": first ? "filter-problem" : null }), [first]);
  if (!first) return null;
  return (
    <div class="filter-problem" id="filter-problem" role="status" data-testid="filter-problem">
      <Under text={text} problem={first} />
      <p class="problem">{t.value.querySlips[first.why](first.word)}</p>
    </div>
  );
}

/** A line under the word that is wrong, where the field shows it. */
function Under({ text, problem }: { text: string; problem: Problem }) {
  const mark = useRef<HTMLSpanElement>(null);
  const before = text.slice(0, problem.from);
  useLayoutEffect(() => {
    const element = mark.current;
    if (!element) return;
    const left = widthOf(before);
    element.style.marginLeft = `${left}px`;
    element.style.width = `${Math.max(8, widthOf(before + problem.word) - left)}px`;
  }, [before, problem.word]);
  return <span class="filter-mark" ref={mark} aria-hidden="true" />;
}

function widthOf(text: string): number {
  const field = fieldElement();
  const context = document.createElement("canvas").getContext("2d");
  if (!field || !context) return 0;
  context.font = getComputedStyle(field).font;
  return Math.min(context.measureText(text).width, field.clientWidth - 60);
}

function fieldElement(): HTMLInputElement | null {
  return document.getElementById(FILTER) as HTMLInputElement | null;
}

function describe(attributes: Record<string, string | null>): void {
  const field = fieldElement();
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) field?.removeAttribute(name);
    else field?.setAttribute(name, value);
  }
}

function knownOf(hosts: Hosts): KnownFleet {
  const labels = new Map<string, Set<string>>();
  const [names, systems, versions] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { host } of hosts.lines()) {
    names.add(host.name);
    if (host.os) systems.add(shortSystem(host.os));
    if (host.version) versions.add(host.version);
    for (const [name, value] of Object.entries(host.labels ?? {})) {
      const known = labels.get(name);
      if (known) known.add(value);
      else labels.set(name, new Set([value]));
    }
  }
  const sortedOf = (values: Set<string>): string[] => [...values].sort();
  const byName = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]): [string, string[]] => [name, sortedOf(values)]);
  return { names: sortedOf(names), labels: new Map(byName), systems: sortedOf(systems), versions: sortedOf(versions) };
}
