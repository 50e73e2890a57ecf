/** Opens the palette: the same as Ctrl+K, for who does not know the key yet. */

import { t } from "../../i18n/language";
import { palette } from "../../store/tools";
import { Icon } from "../parts/icon";
import { KeyCaps } from "./key-caps";
import "./palette-button.css";

export function PaletteButton() {
  const texts = t.value;
  return (
    <button type="button" class="palette-button" data-testid="palette-open" title={texts.openPalette} aria-keyshortcuts="Control+K" onClick={() => (palette.value = "")}>
      <Icon name="search" size={14} />
      <span class="palette-button-text">{texts.searchShort}</span>
      <span aria-hidden="true">
        <KeyCaps keys="Ctrl+K" />
      </span>
    </button>
  );
}
