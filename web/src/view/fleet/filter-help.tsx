/** What the query language can say, by examples that can be tried with one press. */

import { withWord } from "../../core/query-edit";
import { language, t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { Popover } from "../parts/popover";
import "./fleet-panel.css";
import { FILTER } from "./use-fleet-keys";

const EXAMPLES = {
  en: ["web debian", "name:web-*", "lab=b12", "-lab=b12", "state:down,late", "cpu>80", "mem>=90%", "load>4", "net>10MB", "uptime<1d", "version!=0.1.0", 'os:"debian 13"'],
  fr: ["web debian", "nom:web-*", "lab=b12", "-lab=b12", "état:absente,retard", "cpu>80", "mémoire>=90%", "charge>4", "réseau>10Mo", "uptime<1j", "version!=0.1.0", 'système:"debian 13"'],
} as const;

export function FilterHelp({ view }: { view: FleetView }) {
  const texts = t.value;
  const examples = EXAMPLES[language.value];
  return (
    <Popover panelClass="fleet-panel filter-guide" label="?" title={texts.filterHelp} testid="filter-help" className="icon-button filter-help">
      {(close) => (
        <>
          <p>{texts.filterHelpText}</p>
          <ul class="filter-examples">
            {examples.map((example, index) => (
              <li key={example}>
                <button
                  type="button"
                  class="filter-example"
                  onClick={() => {
                    view.typed.value = withWord(view.typed.peek(), example);
                    close();
                    document.getElementById(FILTER)?.focus();
                  }}
                >
                  <code>{example}</code>
                </button>
                <span>{texts.filterExamples[index]}</span>
              </li>
            ))}
          </ul>
          <p class="hint">{texts.filterHelpFields}</p>
        </>
      )}
    </Popover>
  );
}
