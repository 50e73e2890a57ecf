/** The composition root: builds the parts and draws them. */

import { effect } from "@preact/signals";
import { render } from "preact";
import "./style/tokens.css";
import "./style/page.css";
import "./style/controls.css";
import { keepKeys } from "./edge/early-keys";
import { Api } from "./edge/http";
import { language, speak } from "./i18n/language";
import { App } from "./store/app";
import { applyDockWidth } from "./store/dock-width";
import { applyPreferences } from "./store/preferences";
import { startSeconds } from "./store/seconds";
import { AppContext } from "./view/context";
import { Page } from "./view/page";
import { fetchPieces } from "./view/shell/pieces";

const LANGUAGE_AGAIN_MS = 2_000;

const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const app = new App(new Api(), `${scheme}//${location.host}/ws`);

keepKeys();
applyPreferences();
applyDockWidth();
startSeconds();
effect(() => void (document.documentElement.lang = language.value));

/** Without strings there is nothing to draw: the hub is away, or serves another version by now. */
function startOver(): void {
  window.setTimeout(() => location.reload(), LANGUAGE_AGAIN_MS);
}

function draw(): void {
  const root = document.getElementById("app");
  if (!root) return;
  render(
    <AppContext.Provider value={app}>
      <Page />
    </AppContext.Provider>,
    root,
  );
}

speak().then(draw, startOver);
fetchPieces();
void app.start();
