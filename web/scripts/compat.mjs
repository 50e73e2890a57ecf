// Keeps out what Chromium 87 cannot do: in the styles as written, and in what was built, if it was.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SCRIPT, STYLES } from "./floor.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(web, "../hub/src/tocsin_hub/page");

const files = (folder, pattern) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) return files(path, pattern);
        return pattern.test(name) ? [path] : [];
      });

const problems = [];
const look = (path, rules) => {
  const text = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [what, pattern] of rules) if (pattern?.test(text)) problems.push(`${relative(web, path)}: ${what}`);
};
const script = SCRIPT.map(([what, , , pattern]) => [what, pattern]);

for (const path of [...files(join(web, "src"), /\.css$/), ...files(page, /\.css$/)]) look(path, STYLES);
for (const path of files(page, /\.js$/)) look(path, script);
// Nesting is valid CSS that nothing warns of: a block inside a rule that is not an at-rule.
for (const path of files(join(web, "src"), /\.css$/)) if (nested(readFileSync(path, "utf8"))) problems.push(`${relative(web, path)}: nesting`);
// The content security policy admits no style in markup.
for (const path of files(join(web, "src"), /\.tsx$/)) {
  const text = readFileSync(path, "utf8");
  if (/\sstyle=|dangerouslySetInnerHTML|innerHTML|<style/.test(text)) problems.push(`${relative(web, path)}: markup or style from a string`);
}

function nested(css) {
  const stack = [];
  for (const [, opening] of css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]*\{|\})/g)) {
    if (opening === "}") stack.pop();
    else {
      const isRule = !opening.trim().startsWith("@");
      if (isRule && stack.includes("rule")) return true;
      stack.push(isRule ? "rule" : "at");
    }
  }
  return false;
}

for (const problem of problems) console.error(`beyond Chromium 87 or the policy: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
