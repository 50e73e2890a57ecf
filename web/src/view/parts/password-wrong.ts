/** What is wrong with a password one chose, in words: what can be told here, and what the hub refused. */

import { faultOf, LONGEST_PASSWORD, SHORTEST_PASSWORD } from "../../core/password";
import { REFUSED } from "../../core/error-code";
import type { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import type { Wrong } from "./use-form";

export function passwordWrong(password: string, login: string): Wrong | undefined {
  const texts = t.value;
  const fault = faultOf(password, login);
  if (!fault) return undefined;
  const said = {
    short: texts.passwordShort(SHORTEST_PASSWORD),
    long: texts.passwordLong(LONGEST_PASSWORD),
    login: texts.passwordIsLogin,
    guessed: texts.passwordGuessed,
  };
  return { field: "password", text: said[fault] };
}

/** Say of a refusal that it was the password: it is among those that are guessed first. */
export function passwordRefused({ code }: ApiError): Wrong | undefined {
  return code === REFUSED ? { field: "password", text: t.value.passwordGuessed } : undefined;
}
