// Makes xterm.js draw under a policy that admits no `<style>` and no `style` in markup: its rules go into style sheets
// of src/edge/sheets.ts, its single styles through the CSSOM. Both do what they did before.

import { fileURLToPath } from "node:url";

const MODULE = /[\\/]@xterm[\\/]xterm[\\/]lib[\\/]xterm\.mjs$/;
const SHEETS = fileURLToPath(new URL("../src/edge/sheets.ts", import.meta.url));

/** [as it stands in xterm, how often, as it is built]. */
const CHANGES = [
  [/\b\w+(?:\.\w+)*\.createElement\("style"\)/g, 3, "styleElement()"],
  ['t.setAttribute("style",`${t.getAttribute("style")||""}${e};`)', 1, "t.style.cssText+=`${e};`"],
];

/** Return a plugin for Vite; building fails when xterm is not as it was. */
export function xtermPolicy() {
  return {
    name: "xterm-policy",
    apply: "build",
    transform: {
      filter: { id: MODULE },
      handler(code) {
        const changed = CHANGES.reduce(change, code);
        return { code: `import { styleElement } from ${JSON.stringify(SHEETS)};\n${changed}`, map: null };
      },
    },
  };
}

function change(code, [before, times, after]) {
  const parts = code.split(before);
  if (parts.length !== times + 1) throw new Error(`xterm changed: look at what scripts/xterm-policy.mjs changes to ${after}`);
  return parts.join(after);
}
