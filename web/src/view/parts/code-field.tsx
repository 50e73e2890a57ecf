/** The code of a second factor, or one of the codes that stand in for it. */

import { useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { Field } from "./field";

const LONGEST = 40; // with all the spaces one may copy along

interface Props {
  form: string;
  wrong: string;
  large?: boolean;
  autoFocus?: boolean;
  /** Without recovery codes there is nothing to choose. */
  only?: "app";
}

export function CodeField({ form, wrong, large, autoFocus, only }: Props) {
  const [isRecovery, setRecovery] = useState(false);
  const texts = t.value;
  return (
    <div class="field">
      <Field
        form={form}
        name="code"
        label={isRecovery ? texts.recoveryCode : texts.code}
        hint={isRecovery ? texts.recoveryCodeHint : texts.codeHint}
        wrong={wrong}
        large={large ?? false}
        autoFocus={autoFocus ?? false}
        maxLength={LONGEST}
        autocomplete="one-time-code"
        inputMode={isRecovery ? "text" : "numeric"}
        autocapitalize="none"
        spellcheck={false}
      />
      {!only && (
        <button type="button" class="link-button field-other" data-testid={`${form}-other`} onClick={() => setRecovery(!isRecovery)}>
          {isRecovery ? texts.codeInstead : texts.recoveryInstead}
        </button>
      )}
    </div>
  );
}
