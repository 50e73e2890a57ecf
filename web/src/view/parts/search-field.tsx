/** A field that narrows what is below it as one types. */

import { Icon } from "./icon";
import "./search-field.css";

interface Props {
  testid: string;
  /** What it narrows, for who cannot see it. */
  label: string;
  placeholder?: string;
  value: string;
  onType: (text: string) => void;
}

export function SearchField({ testid, label, placeholder = label, value, onType }: Props) {
  return (
    <label class="search-field">
      <Icon name="search" size={14} />
      <span class="visually-hidden">{label}</span>
      <input
        class="input"
        type="search"
        data-testid={testid}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  );
}
