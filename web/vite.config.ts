import { defineConfig } from "vite";
import { leanPreload } from "./scripts/lean-preload.mjs";
import { leanUplot } from "./scripts/lean-uplot.mjs";
import { xtermPolicy } from "./scripts/xterm-policy.mjs";

// Small, and shared by views: each as a file of its own would weigh more than it holds.
const BITS = /src\/(view\/(parts\/(day-text|when|memo)|room\/avatar)|core\/(action|visible-text)|edge\/logs-http)\.(tsx?|css)$/;
const PARTS = /src\/(view\/parts\/(choice|copy-line|modal|open-dialogs|progress|use-attempt)|store\/run-request|core\/(targets|glob|scope)|edge\/clipboard|style\/forms)\.(tsx?|css)$/;
const LIST_PARTS = /src\/view\/parts\/(page-head|search-field|empty-state|failed|more-button|skeleton|badge)\.(tsx|css)$/;
const MORE_PARTS = /src\/(view\/parts\/(?!(?:more|spare)-icons|toaster|virtual-rows|measured-rows|choice).*|edge\/(clipboard|machines-http))\.(tsx?|css)$/;
// What a fleet is drawn with first; its tools and tiles are fetched apart.
const FLEET =
  /src\/(view\/(fleet\/(toolbar|tally|rows|row|grid|head|group-head|cells|share|spark|select-box|use-fleet-keys|empty)|parts\/(virtual-rows|use-turn))|store\/(fleet-(view|choice)|recall)|core\/(fleet|fleet-(columns|groups|items)|host-(line|state|test)|order|rest|row-heights|selection|walk|label|system-name|severity)|edge\/(search|spark|painter|frame-budget|hosts-http))\.(tsx?|css)$/;
// Fields, and what doors and accounts ask with them.
const FIELDS =
  /src\/(view\/gate\/problem|view\/parts\/(field|code-field|password-field|password-wrong|use-form|problem-text)|edge\/(gate|account)-http|core\/(password|second-factor))\.(tsx?|css)$/;
// Lines one types for hosts: in the room, and in the dialogs and lists of runs.
const LINES = /src\/(view\/runs\/(targets|command)-field|core\/(completion|saying|words|command-line))\.(tsx?|css)$/;
// A conversation, and what is asked of it from elsewhere.
const TALK = /src\/(view\/room\/(talk|timeline|message|speech|use-(speaker|talk-lines|is-known))\.tsx?|store\/(talks|thread|amend)\.ts)$/;
const FLOOR = "chrome87"; // the desktop shell's engine (Qt 5.15)

/** The gallery of parts is in no build but its own. */
const GALLERY = { outDir: ".styleguide", emptyOutDir: true, manifest: false, rolldownOptions: { input: "styleguide.html" } };

export default defineConfig(({ mode }) => ({
  plugins: [leanPreload(), leanUplot(), xtermPolicy()],
  define: { __VERSION__: JSON.stringify(process.env["npm_package_version"] ?? "0.0.0") },
  build: {
    target: FLOOR,
    cssTarget: FLOOR,
    outDir: "../hub/src/tocsin_hub/page",
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy admits no data: addresses
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: "manifest.json", // for scripts/weigh.mjs, which takes it away
    rolldownOptions: {
      // What every view needs is one file; what one view needs is fetched with that view, in one file too.
      output: {
        codeSplitting: {
          groups: [
            { name: "shell", test: /src\/(main\.tsx|i18n\/catalogue\.ts|view\/parts\/use-size\.ts)$/, priority: 4 },
            { name: "fleet-parts", test: FLEET, priority: 2 },
            { name: "host", test: /view\/host\/host-page\.tsx$/, priority: 1 },
            { name: "bits", test: BITS, priority: 3 },
            { name: "parts", test: PARTS, priority: 1 },
            { name: "fields", test: FIELDS, priority: 1 },
            { name: "list-parts", test: LIST_PARTS, priority: 1 },
            { name: "more-parts", test: MORE_PARTS },
            { name: "lines", test: LINES },
            { name: "talk", test: TALK },
          ],
        },
      },
    },
    ...(mode === "styleguide" ? GALLERY : {}),
  },
  server: {
    port: 5173,
    proxy: {
      "/api": { target: process.env["TOCSIN_HUB"] ?? "http://127.0.0.1:8765" },
      "/ws": { target: process.env["TOCSIN_HUB"] ?? "http://127.0.0.1:8765", ws: true },
    },
  },
}));
