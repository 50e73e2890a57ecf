/** The screens on walls: links are made, copied once, looked after and revoked. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchScreens, revokeScreen, type Screen } from "../../edge/screens-http";
import { formats, t } from "../../i18n/language";
import { screensOpen } from "../../store/tools";
import { CopyLine } from "../parts/copy-line";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import { NewScreen } from "./new-screen";
import "../../style/forms.css";
import "./screens.css";

export function Screens() {
  const texts = t.value;
  const { problem, attempt } = useAttempt();
  const screens = useSignal<readonly Screen[]>([]);
  const made = useSignal("");
  const reload = (): Promise<boolean> => attempt(() => fetchScreens().then((answer) => (screens.value = answer.screens)));
  useEffect(() => void reload(), []);
  return (
    <Modal title={texts.screens} testid="screens" onClose={() => (screensOpen.value = false)}>
      <p class="muted">{texts.screensText}</p>
      {problem && (
        <p class="problem" role="alert" data-testid="screens-problem">
          {problem}
        </p>
      )}
      {screens.value.length > 0 && (
        <ul class="screens" data-testid="screens-list">
          {screens.value.map((screen) => (
            <Line key={screen.id} screen={screen} onRevoke={() => void attempt(() => revokeScreen(screen.id)).then(reload)} />
          ))}
        </ul>
      )}
      {made.value ? (
        <div class="screens-made" role="status">
          <p>{texts.screenMade}</p>
          <CopyLine text={made.value} testid="screen-url" />
          <button type="button" class="link-button" data-testid="screen-again" onClick={() => (made.value = "")}>
            {texts.screenAgain}
          </button>
        </div>
      ) : (
        <NewScreen
          onMade={(url) => {
            made.value = url;
            void reload();
          }}
        />
      )}
    </Modal>
  );
}

function Line({ screen, onRevoke }: { screen: Screen; onRevoke: () => void }) {
  const texts = t.value;
  const asked = useSignal(false);
  const { name, by, expires, browsers, seen } = screen;
  const format = formats.value;
  return (
    <li data-testid="screen-line">
      <div>
        <strong>{name}</strong>
        <span class="hint">
          {texts.screenBy(by, format.date(expires))} · {browsers > 0 ? texts.screenBrowsers(browsers, format.moment(seen)) : texts.screenNever}
        </span>
      </div>
      {/* Whatever shows it goes dark: that is asked in place. */}
      <button type="button" class={asked.value ? "button small danger" : "button quiet small"} data-testid="screen-revoke" onClick={() => (asked.value ? onRevoke() : (asked.value = true))}>
        {asked.value ? texts.screenRevokeSure : texts.screenRevoke}
        <span class="visually-hidden"> {name}</span>
      </button>
    </li>
  );
}
