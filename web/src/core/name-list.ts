/** Names one after the other, as the person's language writes them: Ann, Bob and Cid. Pure. */

const lists = new Map<string, Intl.ListFormat>();

export function writeNames(language: string, names: readonly string[]): string {
  let list = lists.get(language);
  if (!list) lists.set(language, (list = new Intl.ListFormat(language, { type: "conjunction" })));
  return list.format(names);
}
