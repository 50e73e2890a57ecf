/** What an error of the hub says; of too many tries also when the next one is worth it. */

import { TOO_FAST } from "../../core/error-code";
import type { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";

export function problemText({ code, message, after }: ApiError): string {
  if (code !== TOO_FAST || after === 0) return errorText(t.value, code, message);
  const format = formats.value;
  return t.value.tooFast(format.span(after), format.time(Date.now() + after * 1_000, true));
}
