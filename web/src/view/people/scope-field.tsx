/** The labels of the hosts an operator may act on, and how many those are now. */

import { useId, useState } from "preact/hooks";
import { isScope } from "../../core/label";
import { scopeTest } from "../../core/scope";
import { labelsOf } from "../../core/targets";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { ChipsField } from "../parts/chips";

interface Props {
  scope: readonly string[];
  onChange: (scope: readonly string[]) => void;
}

export function ScopeField({ scope, onChange }: Props) {
  const room = useRoom();
  const [slip, setSlip] = useState("");
  const note = useId();
  const texts = t.value;
  const hosts = room.hosts.lines().map((line) => line.host);
  const meant = hosts.filter(scopeTest(scope)).length;
  const said = scope.length === 0 ? texts.scopeAll : texts.scopeSome(meant, hosts.length);
  return (
    <div class="field">
      <span class="field-name">{texts.scopeTitle}</span>
      <ChipsField
        title={texts.scopeTitle}
        testid="scope"
        values={scope}
        options={labelsOf(hosts)}
        accepts={isScope}
        placeholder="role=web"
        describedBy={note}
        onChange={onChange}
        onSlip={setSlip}
      />
      <p id={note} class={slip ? "problem" : "hint"} role="status" data-testid="scope-note">
        {slip ? texts.scopeSlip(slip) : said}
      </p>
    </div>
  );
}
