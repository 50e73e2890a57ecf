// Compresses what the hub serves and fails when the first load is too heavy.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const MOST = 60 * 1024;
const SMALLEST = 512; // below this a compressed copy saves less than it costs
const page = join(dirname(fileURLToPath(import.meta.url)), "../../hub/src/tocsin_hub/page");

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const weights = new Map();
for (const path of files(page)) {
  if (!/\.(js|css|html|svg)$/.test(path)) continue;
  const bytes = readFileSync(path);
  const packed = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  weights.set(path, packed.length);
  if (bytes.length >= SMALLEST && !path.endsWith(".html")) writeFileSync(`${path}.gz`, packed);
}

const html = readFileSync(join(page, "index.html"), "utf8");
const first = [join(page, "index.html")];
for (const [, address] of html.matchAll(/(?:src|href)="\/([^"]+)"/g)) first.push(join(page, address));
const total = first.reduce((sum, path) => sum + (weights.get(path) ?? statSync(path).size), 0);
const all = [...weights.values()].reduce((sum, one) => sum + one, 0);
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`first load ${kib(total)} gzip (at most ${kib(MOST)}), everything ${kib(all)}`);
if (total > MOST) {
  console.error("The first load is too heavy: load what is not needed at once later.");
  process.exit(1);
}
