import tseslint from "typescript-eslint";
import { RULES } from "./scripts/floor.mjs";

// What a person reads stands in the catalogues, in every language; the product's name is the same in all.
const LITERAL = "It is read: it belongs into the catalogues (src/i18n), in both languages.";
const READ = "/^(title|alt|label|placeholder|aria-label|aria-description|aria-roledescription|aria-valuetext)$/";
const WORDS = [
  { selector: "JSXText[value=/\\p{L}{2}/u]:not([value=/^\\s*Tocsin\\s*$/])", message: LITERAL },
  { selector: `JSXAttribute[name.name=${READ}] > Literal[value=/\\p{L}{2}/u]:not([value=/^(Tocsin|role=web)$/])`, message: LITERAL },
  { selector: `JSXAttribute[name.name=${READ}] TemplateElement[value.raw=/\\p{L}{2}/u]:not([value.raw=" (Esc)"])`, message: LITERAL },
  { selector: "JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}{2}/u]", message: LITERAL },
];

export default tseslint.config(
  { ignores: ["node_modules", "coverage", ".styleguide", "src/wire/messages.gen.ts"] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./tests/tsconfig.json"] } },
    rules: {
      "no-restricted-syntax": ["error", ...RULES],
      "@typescript-eslint/explicit-function-return-type": "off",
      // Numbers in template strings are how this page writes most of what it writes.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `void promise` says on purpose that nobody waits.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-meaningless-void-operator": "off",
      eqeqeq: "error",
      "max-lines": ["error", { max: 330, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Pure code: no browser, no clock, no randomness.
    files: ["src/core/**/*.ts", "src/wire/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", "window", "document", "location", "navigator", "fetch", "WebSocket", "localStorage"],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Take the time as data." },
        { object: "Math", property: "random", message: "Take randomness as data." },
      ],
      "no-restricted-imports": ["error", { patterns: ["*/edge/*", "*/store/*", "*/view/*", "preact", "@preact/*"] }],
    },
  },
  { files: ["src/view/**/*.tsx"], rules: { "no-restricted-syntax": ["error", ...RULES, ...WORDS] } },
  { files: ["**/*.{js,mjs}", "*.ts"], ...tseslint.configs.disableTypeChecked },
);
