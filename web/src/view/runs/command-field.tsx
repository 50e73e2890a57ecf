/** The command line a person types, and under it what it means or what is wrong with it. */

import { useId } from "preact/hooks";
import { t } from "../../i18n/language";

interface Props {
  testid: string;
  value: string;
  onType: (line: string) => void;
  hint: string;
  /** Empty when nothing is wrong. */
  problem: string;
  /** What may be taken instead of typing. */
  commands?: readonly string[];
  autoFocus?: boolean;
}

export function CommandField({ testid, value, onType, hint, problem, commands = [], autoFocus = false }: Props) {
  const [field, list, note] = [useId(), useId(), useId()];
  return (
    <div class="field">
      <label for={field}>{t.value.runCommand}</label>
      <input
        id={field}
        class="input mono"
        data-testid={testid}
        value={value}
        list={list}
        autoFocus={autoFocus}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={note}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <datalist id={list}>
        {commands.map((command) => (
          <option key={command} value={command} />
        ))}
      </datalist>
      <p id={note} class={problem ? "problem" : "hint"} role={problem ? "alert" : undefined}>
        {problem || hint}
      </p>
    </div>
  );
}
