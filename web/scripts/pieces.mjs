// What view/shell/pieces.ts says: each piece's module, and the parts of a language it waits for.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const shell = join(dirname(fileURLToPath(import.meta.url)), "../src/view/shell");
const PIECE = /export const (\w+) = (lazy|later|soon)\(\s*\(\) =>\s*import\("([^"]+)"\)\.then\(\(module\) => module\.\w+\)((?:,\s*"\w+")*),?\s*\);/g;
const text = readFileSync(join(shell, "pieces.ts"), "utf8");

/** [{ name, path, parts, icons }]: the path of the module, the parts beside "first", and whether it waits for pictograms. */
export const pieces = [...text.matchAll(PIECE)].map(([, name, kind, from, named]) => ({
  name,
  icons: kind !== "lazy",
  path: [".ts", ".tsx"].map((end) => join(shell, `${from}${end}`)).find(existsSync),
  parts: [...(kind === "later" ? ["later"] : []), ...[...named.matchAll(/"(\w+)"/g)].map(([, part]) => part)],
}));
const exported = text.match(/^export const /gm)?.length ?? 0;
if (pieces.length !== exported) throw new Error("pieces.ts is read no more: its form has changed");
