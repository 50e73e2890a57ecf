/** A line as a person types it, cut into words: quotes keep spaces, a backslash keeps the next sign. */

export interface Words {
  words: string[];
  /** A quote was opened and not closed. */
  open: boolean;
}

export function splitWords(line: string): Words {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const sign = line.charAt(index);
    if (quote) {
      if (sign === quote) quote = "";
      else word = (word ?? "") + sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= "";
    } else if (sign === "\\" && index + 1 < line.length) {
      index += 1;
      word = (word ?? "") + line.charAt(index);
    } else if (/\s/.test(sign)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + sign;
    }
  }
  if (word !== null) words.push(word);
  return { words, open: quote !== "" };
}
