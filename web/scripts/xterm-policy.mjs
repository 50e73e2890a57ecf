// Makes xterm.js draw under a policy that admits no `<style>` and no `style` in markup: its rules go into style sheets
// of src/edge/sheets.ts, its single styles through the CSSOM. Both do what they did before.

import { fileURLToPath } from "node:url";
import { patched } from "./patch.mjs";

const MODULE = /[\\/]@xterm[\\/]xterm[\\/]lib[\\/]xterm\.mjs$/;
const SHEETS = fileURLToPath(new URL("../src/edge/sheets.ts", import.meta.url));

/** [as it stands in xterm, how often, as it is built, what for]. */
const CHANGES = [
  [/\b\w+(?:\.\w+)*\.createElement\("style"\)/g, 3, "styleElement()", "its style elements"],
  ['t.setAttribute("style",`${t.getAttribute("style")||""}${e};`)', 1, "t.style.cssText+=`${e};`", "its style attributes"],
];

const HEAD = `import { styleElement } from ${JSON.stringify(SHEETS)};\n`;

export const xtermPolicy = () => patched({ name: "xterm-policy", module: MODULE, changes: CHANGES, head: HEAD });
