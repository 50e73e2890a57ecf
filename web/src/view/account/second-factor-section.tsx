/** The second factor: off, being set up, or on. */

import { useState } from "preact/hooks";
import { offerFactor, removeFactor, type FactorOffer, type Me } from "../../edge/account-http";
import { t } from "../../i18n/language";
import type { OwnAccount } from "../../store/own-account";
import { useAttempt } from "../parts/use-attempt";
import { FactorSetup } from "./factor-setup";
import { RecoveryCodes } from "./recovery-codes";
import { Section } from "./section";

export function SecondFactorSection({ account, me }: { account: OwnAccount; me: Me }) {
  const [offer, setOffer] = useState<FactorOffer | null>(null);
  const [recovery, setRecovery] = useState<readonly string[]>([]);
  const { problem, attempt } = useAttempt();
  const texts = t.value;
  const begin = (): void => void attempt(async () => setOffer(await offerFactor()));
  const switchOff = (): void => void attempt(() => removeFactor().then(() => account.loadMe()));
  const confirmed = (codes: readonly string[]): void => {
    setOffer(null);
    setRecovery(codes);
    void attempt(() => account.loadMe());
  };
  const isStill = !offer && recovery.length === 0;
  const text = me.second_factor ? texts.factorOn : me.password ? texts.factorOff : texts.factorNeedsPassword;
  const act = isStill && (me.second_factor || me.password) && (
    <button
      type="button"
      class="button quiet small"
      data-testid={me.second_factor ? "factor-off" : "factor-on"}
      onClick={me.second_factor ? switchOff : begin}
    >
      {me.second_factor ? texts.factorSwitchOff : texts.factorSwitchOn}
    </button>
  );
  return (
    <Section
      id="account-factor"
      title={texts.factor}
      text={text}
      state={me.second_factor ? <span class="badge ok">{texts.factorIsOn}</span> : <span class="badge">{texts.factorIsOff}</span>}
      act={act}
    >
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {offer && <FactorSetup offer={offer} onDone={confirmed} onCancel={() => setOffer(null)} />}
      {recovery.length > 0 && <RecoveryCodes codes={recovery} login={me.login} onDone={() => setRecovery([])} />}
    </Section>
  );
}
