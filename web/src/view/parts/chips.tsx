/** Labels as chips: to be read, or to be changed where they stand. */

import { useId, useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { Icon } from "./icon";
import "./chips.css";

/** Chips that only tell. */
export function Chips({ values }: { values: readonly string[] }) {
  return (
    <span class="chips">
      {values.map((value) => (
        <span key={value} class="chip" title={value}>
          <bdi>{value}</bdi>
        </span>
      ))}
    </span>
  );
}

interface Props {
  /** What they are, for who cannot see it. */
  title: string;
  testid: string;
  values: readonly string[];
  /** What can be taken instead of typing. */
  options: readonly string[];
  accepts: (text: string) => boolean;
  placeholder: string;
  /** Of the element that explains, or says what is wrong. */
  describedBy: string;
  autoFocus?: boolean;
  onChange: (values: readonly string[]) => void;
  /** What was typed is no label; "" when it may become one. */
  onSlip: (text: string) => void;
  onEscape?: () => void;
}

export function ChipsField(props: Props) {
  const { title, testid, values, options, accepts, placeholder, describedBy, autoFocus = false, onChange, onSlip, onEscape } = props;
  const [typed, setTyped] = useState("");
  const list = useId();
  const texts = t.value;
  const take = (text: string): boolean => {
    const wish = text.trim();
    if (wish && !accepts(wish)) {
      onSlip(wish);
      return false;
    }
    setTyped("");
    onSlip("");
    if (wish && !values.includes(wish)) onChange([...values, wish]);
    return true;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const isWord = typed.trim() !== "";
    if ((event.key === "Enter" || event.key === "," || event.key === " ") && isWord) take(typed);
    else if (event.key === "Backspace" && typed === "" && values.length > 0) onChange(values.slice(0, -1));
    else if (event.key === "Escape" && onEscape) onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="chips-field" role="group" aria-label={title} data-testid={testid}>
      {values.map((value) => (
        <span key={value} class="chip">
          <bdi>{value}</bdi>
          <button
            type="button"
            class="chip-remove"
            aria-label={texts.chipRemove(value)}
            title={texts.chipRemove(value)}
            onClick={() => onChange(values.filter((one) => one !== value))}
          >
            <Icon name="close" size={10} />
          </button>
        </span>
      ))}
      <input
        data-testid={`${testid}-input`}
        aria-label={title}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        list={list}
        placeholder={values.length === 0 ? placeholder : ""}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          onSlip("");
        }}
        onKeyDown={onKey}
        onBlur={() => take(typed)}
      />
      <datalist id={list}>
        {options.filter((option) => !values.includes(option)).map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </div>
  );
}
