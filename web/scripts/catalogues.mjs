// Every string stands in both languages (the compiler sees to that too), none is unused, none is a copy by oversight.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripTypeScriptTypes } from "node:module";

const src = join(dirname(fileURLToPath(import.meta.url)), "../src");
const load = async (file, name = file) => {
  const code = stripTypeScriptTypes(readFileSync(join(src, "i18n", `${file}.ts`), "utf8"));
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`))[name];
};
const sources = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/i18n\/(en|fr)(-later|-locks|-admin)?\.ts$/.test(path) ? [readFileSync(path, "utf8")] : [];
  });
const paths = (value, at = "") =>
  typeof value === "object" ? Object.entries(value).flatMap(([key, one]) => paths(one, at ? `${at}.${key}` : key)) : [at];

const later = await load("en-later", "enLater");
const locks = await load("en-locks", "enLocks");
const admin = await load("en-admin", "enAdmin");
const en = { ...(await load("en")), ...later, ...locks, ...admin };
const frLocks = { ...(await load("fr-locks", "frLocks")), ...(await load("fr-admin", "frAdmin")) };
const fr = { ...(await load("fr")), ...(await load("fr-later", "frLater")), ...frLocks };
const problems = [];
const [inEn, inFr] = [new Set(paths(en)), new Set(paths(fr))];
for (const path of inEn) if (!inFr.has(path)) problems.push(`${path} is missing in French`);
for (const path of inFr) if (!inEn.has(path)) problems.push(`${path} is missing in English`);
// French sets : ; ? ! off by a space that does not break.
const leaves = (value, at = "") =>
  typeof value === "object" ? Object.entries(value).flatMap(([key, one]) => leaves(one, at ? `${at}.${key}` : key)) : [[at, value]];
for (const [path, text] of leaves(fr)) if (typeof text === "string" && / [:;?!](\s|$)/.test(text)) problems.push(`${path} breaks before a sign`);
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
// What is drawn first has only the first strings, only what is guarded has those of locks, only what is administered all.
const shell = join(src, "view/shell");
const pieces = [...readFileSync(join(shell, "pieces.ts"), "utf8").matchAll(/= (lazy|later|guarded|administered)\(\(\) => import\("([^"]+)"\)/g)];
if (pieces.length === 0) problems.push("pieces.ts is read no more: its form has changed");
const roots = [[join(src, "main.tsx"), "lazy"], ...pieces.map(([, kind, from]) => [[".ts", ".tsx"].map((end) => join(shell, `${from}${end}`)).find(existsSync), kind])];
const MISSING = { lazy: { ...later, ...locks, ...admin }, later: { ...locks, ...admin }, guarded: admin, administered: {} };
const moreIcons = await load("../view/parts/more-icons", "MORE_ICONS");
for (const [root, kind] of roots) {
  for (const path of reach(root)) {
    for (const [, icon] of kind === "lazy" ? readFileSync(path, "utf8").matchAll(/(?:<Icon name|icon)="(\w+)"/g) : []) {
      if (Object.hasOwn(moreIcons, icon)) problems.push(`${path.slice(src.length + 1)} is drawn before its pictogram ${icon} is there`);
    }
    for (const [, key] of readFileSync(path, "utf8").matchAll(/\b(?:t\.value|texts)\.(\w+)/g)) {
      if (Object.hasOwn(MISSING[kind], key)) problems.push(`${path.slice(src.length + 1)} is drawn before its string ${key} is there`);
    }
  }
}

for (const problem of problems) console.error(`catalogues: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
