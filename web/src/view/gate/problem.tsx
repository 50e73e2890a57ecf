/** Why the provider's log-in led nowhere. The word for it stood in the address: only those that are known are said. */

import { problem } from "../../edge/place";
import { t } from "../../i18n/language";

export function Problem() {
  const table: Record<string, string> = t.value.providerProblems;
  if (!problem.value) return null;
  const known = Object.keys(table).find((name) => `oidc_${name}` === problem.value);
  return (
    <p class="gate-problem" role="alert" data-testid="provider-problem">
      {table[known ?? "other"]}
    </p>
  );
}
