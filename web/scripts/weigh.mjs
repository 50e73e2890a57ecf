// Compresses what the hub serves, and fails when what a view needs before its first drawing is too heavy.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const MOST = 60 * 1024;
const SMALLEST = 512; // below this a compressed copy saves less than it costs
const ENTRY = "index.html";
const TALK = "src/view/room/talk.tsx"; // on a host's page it waits for the charts: view/shell/pieces.ts
const VIEWS = {
  "/": ["src/view/fleet/fleet.tsx", TALK],
  "/host/<id>": ["src/view/host/host-page.tsx"],
  "/room": [TALK],
  "the door": ["src/view/gate/doors.tsx"],
};
const LANGUAGES = ["src/i18n/en", "src/i18n/fr"];
const WITHOUT_LATER = "/host/<id>"; // its charts come before whatever needs the other strings
const page = join(dirname(fileURLToPath(import.meta.url)), "../../hub/src/tocsin_hub/page");

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const manifestPath = join(page, "manifest.json");
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
rmSync(manifestPath);

const weights = new Map();
for (const path of files(page)) {
  if (!/\.(js|css|html|svg)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  weights.set(path, packed.length);
  if (bytes.length >= SMALLEST) writeFileSync(`${path}.gz`, packed);
}
const weigh = (names) => [...names].reduce((sum, name) => sum + weights.get(join(page, name)), 0);

/** Everything a module of the sources brings along: its file, its styles, and those of what it imports. */
function fetched(source, found = new Set()) {
  const part = manifest[source];
  if (!part) throw new Error(`${source} is no entry of the manifest: see VIEWS and LANGUAGES`);
  if (found.has(part.file)) return found;
  for (const file of [part.file, ...(part.css ?? [])]) found.add(file);
  for (const imported of part.imports ?? []) fetched(imported, found);
  return found;
}

/** What the document itself names: the early script, the icon. */
const named = [...readFileSync(join(page, ENTRY), "utf8").matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name);
const spoken = (language, view) => [`${language}.ts`, ...(view === WITHOUT_LATER ? [] : [`${language}-later.ts`])];
const strings = (view) =>
  LANGUAGES.map((language) => spoken(language, view).flatMap((source) => [...fetched(source)])).reduce((one, other) =>
    weigh(one) > weigh(other) ? one : other,
  );
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
let tooHeavy = false;
for (const [view, sources] of Object.entries(VIEWS)) {
  const names = new Set([ENTRY, ...named, ...strings(view), ...[ENTRY, ...sources].flatMap((source) => [...fetched(source)])]);
  const total = weigh(names);
  tooHeavy ||= total > MOST;
  console.log(`${view.padEnd(12)} ${kib(total).padStart(9)} gzip before its first drawing, in ${names.size} files`);
}
console.log(`everything   ${kib([...weights.values()].reduce((sum, one) => sum + one, 0)).padStart(9)}`);
if (tooHeavy) {
  console.error(`At most ${kib(MOST)}: fetch what is not needed at once later.`);
  process.exit(1);
}
