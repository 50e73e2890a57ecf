// Compresses what the hub serves, and fails when what a view needs before its first drawing is too heavy.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import { pieces } from "./pieces.mjs";

const MOST = 58_000; // of the 60 KB that are promised: a fleet's answer grows with the fleet
const ANSWER = 300; // bytes of an answer's head, as browsers count them in transferSize
const API = 800; // what the hub says of itself and of the session
const ROUNDS = 15; // of zopfli: gzip that is 4 % smaller, once, where everybody fetches it
const SMALLEST = 512; // below this a compressed copy saves less than it costs
const ENTRY = "index.html";
/** What is drawn first in a view: its piece (view/shell/pieces.ts) and its source, or its group of vite.config.ts. */
const VIEWS = {
  "/": { piece: "fleet", source: "src/view/fleet/fleet.tsx" },
  "/host/<id>": { piece: "hostPage", source: "host" },
  "/room": { piece: "talk", source: "talk" }, // beside another view it waits until that is drawn
  "the door": { piece: "doors", source: "src/view/gate/doors.tsx" },
};
const LANGUAGES = ["src/i18n/en", "src/i18n/fr"];
const ICONS = "src/view/parts/more-icons.ts";
const page = join(dirname(fileURLToPath(import.meta.url)), "../../hub/src/tocsin_hub/page");

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const manifestPath = join(page, "manifest.json");
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
rmSync(manifestPath);

const kept = join(dirname(fileURLToPath(import.meta.url)), "../node_modules/.cache/packed");
mkdirSync(kept, { recursive: true });

/** Compress as well as gzip can; what was compressed before, such as the terminal, is not compressed again. */
async function packedOf(bytes) {
  const path = join(kept, `${createHash("sha256").update(bytes).digest("hex")}.${ROUNDS}`);
  if (!existsSync(path)) {
    writeFileSync(`${path}.part`, await zopfli.gzipAsync(bytes, { numiterations: ROUNDS }));
    renameSync(`${path}.part`, path); // a build that is cut off leaves nothing half
  }
  return readFileSync(path);
}

const weights = new Map();
for (const path of files(page)) {
  if (!/\.(js|css|html|svg)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const packed = await packedOf(bytes);
  weights.set(path, packed.length);
  if (bytes.length >= SMALLEST) writeFileSync(`${path}.gz`, packed);
}
const weigh = (names) => [...names].reduce((sum, name) => sum + weights.get(join(page, name)), 0);

const scriptOf = (group) => Object.keys(manifest).find((key) => key.startsWith(`_${group}-`) && key.endsWith(".js"));

/** Everything a module of the sources, or a group, brings along: its file, its styles, and those of what it imports. */
function fetched(source, found = new Set()) {
  const part = manifest[source] ?? manifest[scriptOf(source)];
  if (!part) throw new Error(`${source} is no entry of the manifest: see VIEWS and LANGUAGES`);
  if (found.has(part.file)) return found;
  for (const file of [part.file, ...(part.css ?? [])]) found.add(file);
  for (const imported of part.imports ?? []) fetched(imported, found);
  return found;
}

/** What the document itself names: the early script, the icon, the shell. */
const named = [...readFileSync(join(page, ENTRY), "utf8").matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, name]) => name);
const pieceOf = (piece) => pieces.find(({ name }) => name === piece);
const spoken = (language, parts) => [`${language}.ts`, ...parts.map((part) => `${language}-${part}.ts`)];
const strings = (parts) =>
  LANGUAGES.map((language) => spoken(language, parts).flatMap((source) => [...fetched(source)])).reduce((one, other) =>
    weigh(one) > weigh(other) ? one : other,
  );
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
let tooHeavy = false;
for (const [view, { piece, source }] of Object.entries(VIEWS)) {
  const { parts, icons: waits } = pieceOf(piece);
  const icons = waits ? fetched(ICONS) : [];
  const names = new Set([ENTRY, ...named, ...strings(parts), ...icons, ...fetched(source)]);
  const total = weigh(names) + names.size * ANSWER + API;
  tooHeavy ||= total > MOST;
  console.log(`${view.padEnd(12)} ${kb(total).padStart(9)} before its first drawing, ${names.size} files and the hub's answers`);
}
console.log(`everything   ${kb([...weights.values()].reduce((sum, one) => sum + one, 0)).padStart(9)}`);
if (tooHeavy) {
  console.error(`At most ${kb(MOST)}: fetch what is not needed at once later.`);
  process.exit(1);
}
