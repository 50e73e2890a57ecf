/** One's tokens: what terminals and programs prove themselves by. */

import { useState } from "preact/hooks";
import { removeToken, type Token } from "../../edge/account-http";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { OwnAccount } from "../../store/own-account";
import { useAttempt } from "../parts/use-attempt";
import { When } from "../parts/when";
import { Count } from "./count";
import { Section } from "./section";
import { TokenDialog } from "./token-dialog";

export function TokenSection({ account, role }: { account: OwnAccount; role: string }) {
  const [isOpen, setOpen] = useState(false);
  const { problem, attempt } = useAttempt();
  const texts = t.value;
  const tokens = account.tokens.value;
  const remove = (id: string): void => void attempt(() => removeToken(id).then(() => account.loadTokens()));
  const make = (
    <button type="button" class="button quiet small" data-testid="token-new" onClick={() => setOpen(true)}>
      {texts.tokenNew}
    </button>
  );
  return (
    <Section id="account-tokens" title={texts.tokens} text={texts.tokensText} state={<Count of={tokens.length} />} act={make}>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {tokens.length > 0 && (
        <ul class="account-list">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRemove={() => remove(token.id)} />
          ))}
        </ul>
      )}
      {isOpen && <TokenDialog role={role} onMade={() => void attempt(() => account.loadTokens())} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function TokenRow({ token, onRemove }: { token: Token; onRemove: () => void }) {
  const texts = t.value;
  const format = formats.value;
  const used = token.used > 0 ? texts.tokenUsed(`${format.date(token.used)}, ${format.time(token.used)}`) : texts.tokenUnused;
  return (
    <li class="account-row" data-testid="token-row">
      <div class="account-row-main">
        <p class="account-row-name">
          {token.name}
          <span class="badge">{lookUp(texts.roles, token.role)}</span>
          {token.critical && <span class="badge warn">{texts.tokenCritical}</span>}
        </p>
        <p class="hint">
          <When at={token.expires}>{texts.tokenUntil(format.date(token.expires))}</When> <span>· {used}</span>
        </p>
      </div>
      <button type="button" class="button quiet small" data-testid="token-remove" aria-label={texts.tokenRemoveOf(token.name)} onClick={onRemove}>
        {texts.tokenRemove}
      </button>
    </li>
  );
}
