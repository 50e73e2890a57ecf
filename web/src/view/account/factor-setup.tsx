/** Setting up a second factor: scan or type the secret, then prove that the app has it. */

import { inFours, tidyCode } from "../../core/second-factor";
import { confirmFactor, type FactorOffer } from "../../edge/account-http";
import { BAD_CODE } from "../../core/error-code";
import type { ApiError } from "../../edge/http";
import { t } from "../../i18n/language";
import { CodeField } from "../parts/code-field";
import { CopyLine } from "../parts/copy-line";
import { useForm, type Wrong } from "../parts/use-form";
import { QrCode } from "./qr-code";

interface Props {
  offer: FactorOffer;
  onDone: (recovery: readonly string[]) => void;
  onCancel: () => void;
}

export function FactorSetup({ offer, onDone, onCancel }: Props) {
  const texts = t.value;
  const form = useForm("code", async (values) => {
    const code = tidyCode(values("code"));
    if (!code) return { field: "code", text: t.value.codeMissing };
    const { recovery } = await confirmFactor(code);
    onDone(recovery);
    return undefined;
  }, explain);
  return (
    <div class="factor-setup">
      <QrCode rows={offer.rows} label={texts.factorScan} />
      <div class="factor-steps">
        <p>{texts.factorScan}</p>
        <p class="hint">{texts.factorType}</p>
        <CopyLine text={inFours(offer.secret)} copies={offer.secret} testid="factor-secret" />
        <form class="account-form" {...form.props}>
          <CodeField form="factor" wrong={form.wrongAt("code")} only="app" autoFocus />
          <div class="account-acts">
            <button type="button" class="button quiet" onClick={onCancel}>
              {texts.cancel}
            </button>
            <button type="submit" class="button" data-testid="factor-confirm" disabled={form.busy}>
              {texts.factorConfirm}
            </button>
          </div>
        </form>
      </div>
    </div>
  );
}

function explain({ code }: ApiError): Wrong | undefined {
  return code === BAD_CODE ? { field: "code", text: t.value.codeWrong } : undefined;
}
