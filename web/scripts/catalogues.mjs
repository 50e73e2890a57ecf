// Every string stands in both languages (the compiler sees to that too), none is unused, none is a copy by oversight.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripTypeScriptTypes } from "node:module";

const src = join(dirname(fileURLToPath(import.meta.url)), "../src");
const load = async (name) => {
  const code = stripTypeScriptTypes(readFileSync(join(src, "i18n", `${name}.ts`), "utf8"));
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`))[name];
};
const sources = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/i18n\/(en|fr)\.ts$/.test(path) ? [readFileSync(path, "utf8")] : [];
  });
const paths = (value, at = "") =>
  typeof value === "object" ? Object.entries(value).flatMap(([key, one]) => paths(one, at ? `${at}.${key}` : key)) : [at];

const [en, fr] = [await load("en"), await load("fr")];
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

for (const problem of problems) console.error(`catalogues: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
