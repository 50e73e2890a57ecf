// What Chromium 87 cannot do, and nothing lowers. The desktop shell's engine is the floor of the page.

const call = (name) => `CallExpression[callee.property.name="${name}"]`;
const member = (object, property) => `MemberExpression[object.name="${object}"][property.name="${property}"]`;

/** Script: [what, since which Chrome, selector for ESLint, pattern for built code]. */
export const SCRIPT = [
  [".at()", 92, "CallExpression[callee.property.name='at'][arguments.length=1]", null],
  ["structuredClone", 98, "Identifier[name='structuredClone']", /\bstructuredClone\s*\(/],
  ["Object.hasOwn", 93, member("Object", "hasOwn"), /\bObject\.hasOwn\b/],
  ["Object.groupBy", 117, member("Object", "groupBy"), /\bObject\.groupBy\b/],
  ["crypto.randomUUID", 92, member("crypto", "randomUUID"), /\bcrypto\.randomUUID\b/],
  ["Array.fromAsync", 121, member("Array", "fromAsync"), /\bArray\.fromAsync\b/],
  ["AbortSignal.timeout", 103, member("AbortSignal", "timeout"), /\bAbortSignal\.(timeout|any)\b/],
  ["Promise.withResolvers", 119, member("Promise", "withResolvers"), /\bPromise\.withResolvers\b/],
  [".findLast()", 97, call("findLast"), /\.findLast(Index)?\(/],
  [".toSorted()", 110, call("toSorted"), /\.to(Sorted|Reversed|Spliced)\(/],
  ["top-level await", 89, "Program > ExpressionStatement > AwaitExpression", null],
  ["popover", 114, "JSXAttribute[name.name='popover']", null],
  ["inert", 102, "JSXAttribute[name.name='inert']", null],
];

/** Styles: [what, pattern]. */
export const STYLES = [
  [":is()", /:is\(/],
  [":where()", /:where\(/],
  [":has()", /:has\(/],
  ["container queries", /@container|container-type/],
  ["aspect-ratio", /(^|[;{\s])aspect-ratio\s*:/],
  ["@layer", /@layer/],
  ["color-mix", /color-mix\(/],
  ["oklch", /oklch\(|oklab\(/],
  ["dvh", /\d[dsl]v[hw]\b/],
  ["accent-color", /accent-color/],
  ["subgrid", /subgrid/],
  ["overflow: clip", /overflow(-[xy])?\s*:\s*clip/],
  ["scrollbar-gutter", /scrollbar-gutter/],
  ["a token in ::backdrop, which inherits none", /::backdrop[^}]*var\(/],
  ["individual transforms", /(^|[;{\s])(translate|rotate|scale)\s*:/],
];

export const RULES = SCRIPT.map(([what, since, selector]) => ({
  selector,
  message: `${what} needs Chrome ${since}: the floor is 87.`,
}));
