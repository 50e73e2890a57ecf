/** The help sheet: every key that does something now, and what one can say to the room. Made of the registry alone. */

import type { ComponentChildren } from "preact";
import { isCharacter } from "../../core/shortcut";
import { t } from "../../i18n/language";
import { actions, keyHints, type KeyHint } from "../../store/actions";
import { helpOpen, singleKeys } from "../../store/tools";
import { Modal } from "../parts/modal";
import { commandHelp } from "../room/command-help";
import { KeyCaps } from "./key-caps";
import "./help.css";

interface Line extends KeyHint {
  anyOf: boolean;
}

export function Help() {
  const texts = t.value;
  return (
    <Modal title={texts.openHelp} testid="help" onClose={() => (helpOpen.value = false)}>
      <div class="help-groups">
        {groups().map(([name, keys]) => (
          <Section key={name} title={name}>
            {keys.map(({ keys: press, title, anyOf }) => (
              <div key={press} class="help-line" data-off={isCharacter(press) && !singleKeys.value}>
                <dt>{title}</dt>
                <dd>
                  <KeyCaps keys={press} anyOf={anyOf} />
                </dd>
              </div>
            ))}
          </Section>
        ))}
        <Section title={texts.helpCommands}>
          {Object.entries(commandHelp()).map(([name, { takes, does }]) => (
            <div key={name} class="help-line help-command">
              <dt>
                <code>{name}</code> {takes && <span class="help-takes">{takes}</span>}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </Section>
      </div>
      <label class="help-single">
        <input
          type="checkbox"
          data-testid="single-keys"
          checked={singleKeys.value}
          onChange={(event) => (singleKeys.value = event.currentTarget.checked)}
        />
        <span>
          {texts.helpSingle}
          <span class="hint">{texts.helpSingleHint}</span>
        </span>
      </label>
    </Modal>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="help-group">
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

/** By their headings, those of the view first; of two actions with one key the one that acts. */
function groups(): [string, Line[]][] {
  const found = new Map<string, Line[]>();
  const taken = new Set<string>();
  const hints = keyHints().map((hint) => ({ ...hint, anyOf: true }));
  for (const { keys, title, group, anyOf } of [...actions().map((action) => ({ ...action, anyOf: false })), ...hints]) {
    if (keys === undefined || taken.has(keys)) continue;
    taken.add(keys);
    found.set(group, [...(found.get(group) ?? []), { keys, title, group, anyOf }]);
  }
  return [...found];
}
