/** Whom the provider of the hub must vouch for to come in by an account. Only where there is a provider. */

import { useId } from "preact/hooks";
import { t } from "../../i18n/language";
import { useApp } from "../context";

interface Props {
  expected: string;
  /** Said of what is there now, and that it ends; empty for a new account. */
  warning?: string;
  onChange: (expected: string) => void;
}

const LONGEST = 254; // an e-mail address (RFC 5321)

export function ExpectedField({ expected, warning = "", onChange }: Props) {
  const provider = useApp().hub.value?.oidc;
  const id = useId();
  const texts = t.value;
  if (!provider) return null;
  return (
    <div class="field">
      <label for={id}>{texts.expectedLabel(provider)}</label>
      <input
        id={id}
        class="input"
        data-testid="person-expected"
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        inputMode="email"
        maxLength={LONGEST}
        aria-describedby={`${id}-note`}
        value={expected}
        onInput={(event) => onChange(event.currentTarget.value.trim())}
      />
      <p id={`${id}-note`} class="hint">
        {warning || texts.expectedHint(provider)}
      </p>
    </div>
  );
}
