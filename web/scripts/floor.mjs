// What Chromium 87 cannot do, and nothing lowers. The desktop shell's engine is the floor of the page.

const call = (name) => `CallExpression[callee.property.name=${name.startsWith("/") ? name : `"${name}"`}]`;
const member = (object, property) => `MemberExpression[object.name="${object}"][property.name="${property}"]`;

const ITERATORS =
  "CallExpression[callee.property.name=/^(map|filter|flatMap|some|every|find|reduce|forEach|take|drop|toArray)$/]" +
  "[callee.object.callee.property.name=/^(values|keys|entries)$/]:not([callee.object.callee.object.name='Object'])";
const FROZEN = "CallExpression[callee.object.property.name='adoptedStyleSheets'][callee.property.name=/^(push|splice)$/]";

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
  ["URL.canParse", 120, member("URL", "canParse"), /\bURL\.canParse\b/],
  ["Intl.DurationFormat", 129, member("Intl", "DurationFormat"), /\bIntl\.(DurationFormat|supportedValuesOf)\b/],
  ["Intl.supportedValuesOf", 99, member("Intl", "supportedValuesOf"), null],
  ["a method of iterators", 122, ITERATORS, null],
  ["a set's union and the like", 122, call("/^(union|intersection|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)$/"), null],
  ["a change in place of adoptedStyleSheets", 99, FROZEN, /adoptedStyleSheets\.(push|splice)\(/],
  [".throwIfAborted()", 100, call("throwIfAborted"), /\.throwIfAborted\(/],
  [".checkVisibility()", 105, call("checkVisibility"), /\.checkVisibility\(/],
  [".showPicker()", 99, call("showPicker"), /\.showPicker\(/],
  ["scrollend", 114, "Literal[value='scrollend']", /["'`]scrollend["'`]/],
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
  [":not() of several selectors", /:not\([^()]*,/],
  ["light-dark", /light-dark\(/],
  ["@starting-style or @scope", /@starting-style|@scope/],
  ["a mask without its prefix", /(^|[;{\s])mask(-image|-size|-position|-repeat|-composite)?\s*:/],
  ["a range in a media query", /@media[^{]*[<>]/],
  ["the unit lh", /\dr?lh\b/],
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
