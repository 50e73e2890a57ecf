/** A link with a key: whoever holds it becomes the administrator, or takes up an invitation. */

import { useEffect, useState } from "preact/hooks";
import { lookAtKey, type Invited } from "../../edge/gate-http";
import { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { CopyLine } from "../parts/copy-line";
import { problemText } from "../parts/problem-text";
import { FirstVisit } from "./first-visit";
import { Gate } from "./gate";
import { Invitation } from "./invitation";
import { isUsedUp } from "./spend-key";

export function Setup({ setupKey }: { setupKey: string }) {
  const [invited, setInvited] = useState<Invited | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const look = (): void => {
    setFailure(null);
    lookAtKey(setupKey).then(setInvited, (error: unknown) => setFailure(asApiError(error)));
  };
  useEffect(look, [setupKey]);
  if (failure && isUsedUp(failure)) return <UsedUp />;
  if (failure) return <NotLooked failure={failure} onAgain={look} />;
  if (!invited) return null; // answered within a blink
  const props = { setupKey, onRefused: setFailure };
  return invited.login ? <Invitation {...props} {...invited} /> : <FirstVisit {...props} />;
}

function UsedUp() {
  const texts = t.value;
  return (
    <Gate testid="setup-old" title={texts.setupOldTitle} text={texts.setupOldText}>
      <CopyLine text="tocsin-hub open" />
    </Gate>
  );
}

function NotLooked({ failure, onAgain }: { failure: ApiError; onAgain: () => void }) {
  return (
    <Gate testid="setup-failed" title={t.value.setupFailedTitle}>
      <p class="problem" role="alert">
        {problemText(failure)}
      </p>
      <button type="button" class="button large" onClick={onAgain}>
        {t.value.retry}
      </button>
    </Gate>
  );
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
