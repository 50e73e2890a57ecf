/** What an account may do: each role with one line that says it. */

import { ACCOUNT_ROLES } from "../../core/account";
import { t } from "../../i18n/language";

interface Props {
  role: string;
  onChoose: (role: string) => void;
}

export function RoleField({ role, onChoose }: Props) {
  const texts = t.value;
  return (
    <fieldset class="roles">
      <legend>{texts.personRole}</legend>
      {ACCOUNT_ROLES.map((one) => (
        <label key={one} class="role" data-chosen={one === role}>
          <input type="radio" name="role" value={one} data-testid={`role-${one}`} checked={one === role} onChange={() => onChoose(one)} />
          <span>
            <strong>{texts.roles[one]}</strong>
            <span class="hint">{texts.roleLines[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The same, to be read. */
export function RolesExplained() {
  const texts = t.value;
  return (
    <details class="roles-explained">
      <summary>{texts.rolesExplained}</summary>
      <dl>
        {ACCOUNT_ROLES.map((one) => (
          <div key={one}>
            <dt>{texts.roles[one]}</dt>
            <dd>{texts.roleLines[one]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
