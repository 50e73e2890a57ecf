/** What the keyboard opens over the page: the palette, the help. */

import { helpOpen, palette, screensOpen } from "../../store/tools";
import { Help } from "./help";
import { Palette } from "./palette";
import { Screens } from "./screens";

export function Sheets() {
  return (
    <>
      {palette.value !== null && <Palette />}
      {helpOpen.value && <Help />}
      {screensOpen.value && <Screens />}
    </>
  );
}
