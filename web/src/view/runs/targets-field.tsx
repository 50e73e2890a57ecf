/** Which hosts: names, patterns, labels; and how many are meant right now. */

import { completeTargets } from "../../core/completion";
import { labelsOf, meantBy, namesOf, splitTargets } from "../../core/targets";
import { t } from "../../i18n/language";
import { MAX_TARGETS } from "../../wire/messages.gen";
import { useRoom } from "../context";
import "./targets-field.css";

const MOST_NAMES = 5;

interface Props {
  value: string;
  onType: (text: string) => void;
  autoFocus?: boolean;
}

export function TargetsField({ value, onType, autoFocus = false }: Props) {
  const room = useRoom();
  const texts = t.value;
  const hosts = room.hosts.lines().map((line) => line.host);
  const { up, down, nothing } = meantBy(splitTargets(value), hosts);
  const known = { hosts: namesOf(hosts), labels: labelsOf(hosts) };
  const completion = completeTargets(value, known);
  const reach = room.reach.value;
  const outside = [...up, ...down].filter((host) => !reach(host)).map((host) => host.name);
  const tooMany = up.length + down.length > MAX_TARGETS;
  const said =
    nothing.length > 0
      ? texts.targetsNothing(nothing.join(", "))
      : outside.length > 0
        ? texts.targetsOutside(outside.length, outside.slice(0, MOST_NAMES).join(", "))
        : tooMany
          ? texts.targetsTooMany(MAX_TARGETS)
          : "";
  return (
    <div class="field">
      <label for="run-hosts">{texts.runHosts}</label>
      <input
        id="run-hosts"
        class="input mono"
        data-testid="run-hosts"
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        aria-describedby="run-count"
        autoFocus={autoFocus}
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <div class="targets-options" role="group" aria-label={texts.suggestions}>
        {completion.options.map((option) => (
          <button
            key={option}
            type="button"
            class="targets-option"
            tabIndex={-1}
            onMouseDown={(event) => {
              event.preventDefault(); // the focus stays where one writes, or comes there
              document.getElementById("run-hosts")?.focus();
              onType(`${value.slice(0, completion.from)}${option}`);
            }}
          >
            {option}
          </button>
        ))}
      </div>
      <p id="run-count" class={said ? "problem" : "hint"} role="status" data-testid="run-count">
        {said || (value.trim() === "" ? texts.targetsHint : texts.targetsMeant(up.length, down.length))}
      </p>
    </div>
  );
}
