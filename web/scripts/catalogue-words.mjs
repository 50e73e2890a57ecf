// What the strings of a language look like once written: sampled with numbers and words, then checked one by one.

const NUMBERS = [0, 1, 2, 7];
const WORD = "x"; // no sign of its own that a rule could take for the catalogue's

/** Every string of a catalogue by its path; one that is made of something, as it comes out with samples of it. */
export function* written(value, path = "") {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "function") for (const text of samples(value)) yield [path, text];
  else for (const [key, one] of Object.entries(value)) yield* written(one, path ? `${path}.${key}` : key);
}

/** A function does not tell which of its arguments are numbers: each is a number once, and a word once. */
function samples(make) {
  const count = make.length;
  const mixed = Array.from({ length: 2 ** count }, (_, bits) => Array.from({ length: count }, (_, at) => (bits >> at) & 1));
  return mixed.flatMap((isWord) => NUMBERS.map((n) => `${make(...isWord.map((one) => (one ? WORD : n)))}`));
}

/** French typography: the Imprimerie nationale's Lexique, "Ponctuation". Codes and commands have their own. */
const FRENCH = [
  [/[^\u202f!?][;!?](?=[\s\u00a0»)]|$)/u, "a narrow no-break space (\\u202f) stands before ; ! ?"],
  [/[^\u00a0]:(?=[\s\u00a0]|$)/u, "a no-break space (\\u00a0) stands before a colon"],
  [/«(?!\u00a0)|(?<!\u00a0)»/u, "no-break spaces (\\u00a0) stand inside « »"],
  [/ [%€°]/u, "a no-break space stands before a unit"],
  [/\d (?:s|min|h|Ko|Mo|Go)(?![\p{L}’])/u, "a no-break space stands before a unit"],
];
const BOTH = [
  [/\p{L}'\p{L}|"/u, "the apostrophe is ’, quotes are those of the language"],
  [/\.\.\./u, "three dots are one sign: …"],
  [/^\s|\s$| {2}/u, "a space too many"],
];
const RULES = { en: BOTH, fr: [...BOTH, ...FRENCH] };

/** Return what is wrong with the strings of a language, a line each. */
export function slips(language, catalogue) {
  const found = new Map(); // one line for each string and rule
  for (const [path, text] of written(catalogue)) {
    for (const [wrong, why] of RULES[language]) if (wrong.test(text)) found.set(`${path} ${why}`, `${language} ${path}: ${why} (${text})`);
  }
  return [...found.values()];
}

/** Names, units and signs that both languages write the same, and words that happen to be the same in both. */
const SAME = new Set(
  `
    adminPages.audit adminPages.machines code conversations cpu deeds.export deeds.host deeds.session     factNames.agent factNames.arch factNames.architecture factNames.machine factNames.psutil factNames.python
    factNames.version groups.cpu keyNames.Ctrl kinds.action columns.cpu columns.version agentVersion factGroups.agent markFamilies.chat machineAgent methods.invite onePoint otherWords.audit otherWords.keys
    otherWords.machines personSessions pid roles.admin roles.agent runSignal seenAgo sessions signal suggestions
    variants.total words.total columns.swap columns.uptime factNames.swap groups.paging uptime
  `
    .trim()
    .split(/\s+/),
);

/** Return strings that stand in French as they stand in English, though nobody said that they should. */
export function copies(en, fr) {
  const texts = new Map();
  for (const [path, text] of written(en)) texts.set(`${path} ${text}`, (texts.get(`${path} ${text}`) ?? 0) + 1);
  const same = new Set();
  for (const [path, text] of written(fr)) if (texts.has(`${path} ${text}`) && /\p{L}{2}/u.test(text.replaceAll(WORD, ""))) same.add(path);
  const wrong = [...same].filter((path) => !SAME.has(path)).map((path) => `${path} is the same in French as in English: if it should be, add it to SAME of scripts/catalogue-words.mjs`);
  const surplus = [...SAME].filter((path) => !same.has(path)).map((path) => `${path} is no longer the same in both languages: take it out of SAME`);
  return [...wrong, ...surplus];
}
