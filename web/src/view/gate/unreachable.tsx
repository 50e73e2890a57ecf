/** The hub did not answer at all when the page was opened. */

import { t } from "../../i18n/language";
import { Gate } from "./gate";

export function Unreachable() {
  return <Gate testid="unreachable" title={t.value.unreachableTitle} text={t.value.unreachableText} />;
}
