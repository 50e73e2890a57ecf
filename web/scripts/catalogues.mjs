// Every string stands in both languages (the compiler sees to that too), none is unused, none is a copy by oversight.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripTypeScriptTypes } from "node:module";
import { copies, slips } from "./catalogue-words.mjs";
import { pieces } from "./pieces.mjs";

const src = join(dirname(fileURLToPath(import.meta.url)), "../src");
const load = async (file, name = file) => {
  const code = stripTypeScriptTypes(readFileSync(join(src, "i18n", `${file}.ts`), "utf8"));
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`))[name];
};
const sources = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/i18n\/(en|fr)(-\w+)?\.ts$/.test(path) ? [readFileSync(path, "utf8")] : [];
  });
const paths = (value, at = "") =>
  typeof value === "object" ? Object.entries(value).flatMap(([key, one]) => paths(one, at ? `${at}.${key}` : key)) : [at];

/** Every part of a language by its name: en-later.ts exports enLater, and is "later". */
const partsOf = async (language) => {
  const parts = { first: await load(language) };
  for (const file of readdirSync(join(src, "i18n"))) {
    const name = file.match(`^${language}-(\\w+)\\.ts$`)?.[1];
    if (name) parts[name] = await load(`${language}-${name}`, `${language}${name[0].toUpperCase()}${name.slice(1)}`);
  }
  return parts;
};
const enParts = await partsOf("en");
const en = Object.assign({}, ...Object.values(enParts));
const fr = Object.assign({}, ...Object.values(await partsOf("fr")));
const problems = [];
const keys = Object.entries(enParts).flatMap(([part, strings]) => Object.keys(strings).map((key) => ({ part, key })));
for (const { part, key } of keys.filter((one, i) => keys.findIndex((other) => other.key === one.key) < i)) problems.push(`${key} of ${part} stands in another part too`);
const [inEn, inFr] = [new Set(paths(en)), new Set(paths(fr))];
for (const path of inEn) if (!inFr.has(path)) problems.push(`${path} is missing in French`);
for (const path of inFr) if (!inEn.has(path)) problems.push(`${path} is missing in English`);
problems.push(...slips("en", en), ...slips("fr", fr), ...copies(en, fr));
const code = sources(src).join("\n");
for (const key of Object.keys(en)) if (!new RegExp(`\\b${key}\\b`).test(code)) problems.push(`${key} is used nowhere`);
/** The modules of what is drawn together: what a module imports, and so on, but not what it fetches. */
const reach = (path, reached = new Set()) => {
  if (reached.has(path) || !existsSync(path)) return reached;
  reached.add(path);
  for (const [, from] of readFileSync(path, "utf8").matchAll(/(?:from|^import) "(\.[^"]+)";$/gm)) {
    for (const end of [".ts", ".tsx"]) reach(join(dirname(path), `${from}${end}`), reached);
  }
  return reached;
};
// What is drawn has the first strings and those of the parts its piece names.
const roots = [{ path: join(src, "main.tsx"), parts: [] }, ...pieces];
const moreIcons = await load("../view/parts/more-icons", "MORE_ICONS");
for (const root of roots) {
  const missing = keys.filter(({ part }) => part !== "first" && !root.parts.includes(part));
  const missingKeys = new Map(missing.map(({ part, key }) => [key, part]));
  for (const path of reach(root.path)) {
    const name = path.slice(src.length + 1);
    const text = readFileSync(path, "utf8");
    for (const [, icon] of root.parts.length === 0 ? text.matchAll(/(?:<Icon name|icon)="(\w+)"/g) : []) {
      if (Object.hasOwn(moreIcons, icon)) problems.push(`${name} is drawn before its pictogram ${icon} is there`);
    }
    for (const [, key] of text.matchAll(/\b(?:t\.value|texts)\.(\w+)/g)) {
      if (missingKeys.has(key)) problems.push(`${name} is drawn in ${root.name ?? "main"} before its string ${key} is there: it is of ${missingKeys.get(key)}`);
    }
  }
}

for (const problem of problems) console.error(`catalogues: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
