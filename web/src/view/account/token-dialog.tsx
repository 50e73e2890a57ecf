/** Makes a token, and shows it the only time it can be seen. */

import { useState } from "preact/hooks";
import { rolesUpTo } from "../../core/roles";
import { makeToken } from "../../edge/account-http";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { CopyLine } from "../parts/copy-line";
import { Field } from "../parts/field";
import { Modal } from "../parts/modal";
import { useForm } from "../parts/use-form";

interface Props {
  /** One's own: a token has no higher one. */
  role: string;
  onMade: () => void;
  onClose: () => void;
}

const LONGEST_NAME = 64;
const DAYS = [7, 30, 90, 365];
const USUAL_DAYS = 90;

export function TokenDialog({ role, onMade, onClose }: Props) {
  const [token, setToken] = useState("");
  const made = (text: string): void => {
    setToken(text);
    onMade();
  };
  return (
    <Modal title={t.value.tokenTitle} testid="token-dialog" onClose={onClose}>
      {token ? <Made token={token} onClose={onClose} /> : <Wish role={role} onMade={made} onClose={onClose} />}
    </Modal>
  );
}

function Wish({ role, onMade, onClose }: { role: string; onMade: (token: string) => void; onClose: () => void }) {
  const texts = t.value;
  const form = useForm("name", async (values) => {
    const name = values("name").trim();
    if (!name) return { field: "name", text: t.value.nameMissing };
    const critical = values("critical") === "on";
    const { token } = await makeToken({ name, role: values("role"), days: Number(values("days")), critical });
    onMade(token);
    return undefined;
  });
  return (
    <form class="form" {...form.props}>
      <Field form="token" name="name" label={texts.name} hint={texts.tokenNameHint} wrong={form.wrongAt("name")} maxLength={LONGEST_NAME} autoFocus autocomplete="off" />
      <div class="token-choices">
        <div class="field">
          <label for="token-role">{texts.role}</label>
          <select id="token-role" name="role" class="input" data-testid="token-role">
            {rolesUpTo(role).map((one) => (
              <option key={one} value={one}>
                {lookUp(texts.roles, one)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="token-days">{texts.tokenDays}</label>
          <select id="token-days" name="days" class="input" data-testid="token-days">
            {DAYS.map((days) => (
              <option key={days} value={days} selected={days === USUAL_DAYS}>
                {texts.days(days)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <label class="check-line">
        <input type="checkbox" name="critical" data-testid="token-critical" />
        <span>
          {texts.tokenMayCritical}
          <span class="hint">{texts.tokenMayCriticalHint}</span>
        </span>
      </label>
      <div class="modal-actions">
        <button type="button" class="button quiet" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="submit" class="button" data-testid="token-make" disabled={form.busy}>
          {texts.tokenMake}
        </button>
      </div>
    </form>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  const texts = t.value;
  return (
    <div class="form" data-testid="token-made">
      <p>{texts.tokenOnce}</p>
      <CopyLine text={token} testid="token-text" />
      <p class="hint">{texts.tokenUse}</p>
      <CopyLine text={`curl -H "Authorization: Bearer $TOKEN" ${location.origin}/api/hosts`} />
      <div class="modal-actions">
        <button type="button" class="button" data-testid="token-done" onClick={onClose}>
          {texts.tokenKept}
        </button>
      </div>
    </div>
  );
}
