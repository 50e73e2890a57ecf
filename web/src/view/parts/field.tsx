/** A field with its name above it and a note below: a hint, or what is wrong. */

import type { ComponentChildren } from "preact";
import "../../style/forms.css";
import "./field.css";

/** What of an input's own is used. */
interface Attributes {
  type?: "text" | "password";
  value?: string;
  defaultValue?: string;
  readOnly?: boolean;
  autoFocus?: boolean;
  maxLength?: number;
  autocomplete?: "username" | "current-password" | "new-password" | "one-time-code" | "off";
  autocapitalize?: "none";
  inputMode?: "text" | "numeric";
  spellcheck?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  onKeyUp?: (event: KeyboardEvent) => void;
  onBlur?: () => void;
}

export interface FieldProps extends Attributes {
  /** Prefix of its name: its id and its test id are `<form>-<name>`. */
  form: string;
  name: string;
  label: string;
  hint?: string;
  wrong?: string;
  large?: boolean;
  /** What stands in the field's right end. */
  end?: ComponentChildren;
}

export function Field({ form, name, label, type = "text", hint = "", wrong = "", large, end, ...rest }: FieldProps) {
  const kind = { type } as { type: "text" }; // Preact tells inputs apart by it, and these two are the same to it
  const id = `${form}-${name}`;
  const note = wrong || hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-line">
        <input
          {...rest}
          {...kind}
          id={id}
          name={name}
          data-testid={id}
          class={large ? "input large" : "input"}
          aria-invalid={wrong !== ""}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {end}
      </div>
      {note && (
        <p key={wrong ? "wrong" : "hint"} id={`${id}-note`} class={wrong ? "problem" : "hint"} role={wrong ? "alert" : undefined} data-testid={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
