/** What can complete the line: chosen with the arrows, taken with Tab or Enter. */

import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { commandHelp } from "./command-help";
import { outsideOf } from "./use-known";
import "./suggestions.css";

interface Props {
  options: readonly string[];
  chosen: number;
  onTake: (option: string) => void;
}

export function Suggestions({ options, chosen, onTake }: Props) {
  const outside = outsideOf(useRoom());
  const texts = t.value;
  const help = commandHelp();
  return (
    <ul class="suggestions" id="suggestions" role="listbox" aria-label={texts.suggestions} data-testid="suggestions">
      {options.map((option, index) => (
        <li
          key={option}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === chosen}
          onMouseDown={(event) => {
            event.preventDefault(); // the focus stays where one writes
            onTake(option);
          }}
        >
          <span class="suggestion-name">
            {option} <span class="suggestion-takes">{help[option]?.takes}</span>
          </span>
          <span class="suggestion-help">{outside.has(option) ? texts.outsideScope : help[option]?.does}</span>
        </li>
      ))}
    </ul>
  );
}
