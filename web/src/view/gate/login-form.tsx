/** One field, one button: the form of set-up and of joining. What is wrong stands at the field. */

import { useRef, useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import "../../style/forms.css";

interface Props {
  name: string; // prefix of the test ids
  label: string;
  button: string;
  initial: string;
  /** Throws ApiError. */
  enter: (login: string) => Promise<void>;
}

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

export function LoginForm({ name, label, button, initial, enter }: Props) {
  const [login, setLogin] = useState(initial);
  const [problem, setProblem] = useState<{ code: number; message: string } | "form" | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const texts = t.value;

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!LOGIN.test(login.trim())) {
      setProblem("form");
      field.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await enter(login.trim());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.status === 422 ? "form" : { code: error.code, message: error.message });
      field.current?.focus();
    } finally {
      setBusy(false);
    }
  };

  const said = problem === null ? "" : problem === "form" ? texts.badLogin : errorText(texts, problem.code, problem.message);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div class="field">
        <label for={`${name}-field`}>{label}</label>
        <input
          ref={field}
          id={`${name}-field`}
          class="input large"
          data-testid={`${name}-login`}
          value={login}
          maxLength={40}
          autoFocus
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={said !== ""}
          aria-describedby={`${name}-note`}
          onInput={(event) => {
            setLogin(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <p id={`${name}-note`} class={said ? "problem" : "hint"} role={said ? "alert" : undefined} data-testid={`${name}-note`}>
          {said || texts.joinHint}
        </p>
      </div>
      <button type="submit" class="button large" data-testid={`${name}-enter`} disabled={busy}>
        {button}
      </button>
    </form>
  );
}
