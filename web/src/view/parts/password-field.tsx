/** A password: hidden until one wants to see it, with a word when the capitals are locked. */

import { useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { Field, type FieldProps } from "./field";

type Props = Omit<FieldProps, "name" | "type" | "end" | "maxLength"> & { autocomplete: "current-password" | "new-password" };

export function PasswordField({ hint, ...rest }: Props) {
  const [isShown, setShown] = useState(false);
  const [hasCapsLock, setCapsLock] = useState(false);
  const texts = t.value;
  const look = (event: Event): void => {
    // What a browser fills in comes with events that are of no key.
    if (event instanceof KeyboardEvent) setCapsLock(event.getModifierState("CapsLock"));
  };
  const show = (
    <button type="button" class="field-end" aria-pressed={isShown} data-testid={`${rest.form}-show`} onClick={() => setShown(!isShown)}>
      {isShown ? texts.passwordHide : texts.passwordShow}
      <span class="visually-hidden"> {texts.passwordOf(rest.label)}</span>
    </button>
  );
  return (
    <Field
      {...rest}
      name="password"
      type={isShown ? "text" : "password"}
      hint={[hasCapsLock ? texts.capsLock : "", hint].filter(Boolean).join(" ")}
      autocapitalize="none"
      spellcheck={false}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => setCapsLock(false)}
      end={show}
    />
  );
}
