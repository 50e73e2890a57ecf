/** How many there are, beside the title of a part; nothing for none. */

import { formats } from "../../i18n/language";

export function Count({ of }: { of: number }) {
  return of > 0 ? <span class="account-count">{formats.value.number(of)}</span> : null;
}
