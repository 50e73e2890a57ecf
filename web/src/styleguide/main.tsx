/** The gallery of the page's parts, for who builds it: no build but its own has it (vite.config.ts). */

import { render } from "preact";
import "../style/tokens.css";
import "../style/page.css";
import "../style/controls.css";
import "../style/forms.css";
import "../style/standing.css";
import { speakMore } from "../i18n/language";
import { applyPreferences } from "../store/preferences";
import { learnIcons } from "../view/parts/icon";
import { MORE_ICONS } from "../view/parts/more-icons";
import { Styleguide } from "./styleguide";

applyPreferences();
learnIcons(MORE_ICONS);
void speakMore("first", "later", "runs", "locks", "admin", "host", "tools", "talk", "fleet").then(() => {
  const root = document.getElementById("app");
  if (root) render(<Styleguide />, root);
});
