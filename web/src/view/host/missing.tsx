/** Where a host's page would be, when nobody is called so: there is no chart that anything would wait for. */

import { useEffect } from "preact/hooks";
import { letOthers } from "../../edge/mark";
import { t } from "../../i18n/language";
import { EmptyState } from "../parts/empty-state";
import { Link } from "../parts/link";

export function Missing() {
  useEffect(letOthers, []);
  const texts = t.value;
  return (
    <div class="host">
      <EmptyState icon="server" title={texts.noSuchHost} text={texts.noSuchHostText} testid="no-such-host" isPage>
        <Link to={{ view: "fleet" }} className="button quiet">
          {texts.back}
        </Link>
      </EmptyState>
    </div>
  );
}
