/** Which hosts are selected. A filter hides some, and they stay selected. Pure. */

export type Selection = ReadonlySet<string>;

export const NOTHING_SELECTED: Selection = new Set();

export function toggled(selection: Selection, id: string): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Select everything from one host to another, as they stand in `shown`; the rest stays as it is. */
export function ranged(selection: Selection, shown: readonly string[], from: string, to: string): Selection {
  const [a, b] = [shown.indexOf(from), shown.indexOf(to)];
  if (b < 0) return selection;
  const begin = a < 0 ? b : a;
  return new Set([...selection, ...shown.slice(Math.min(begin, b), Math.max(begin, b) + 1)]);
}

/** Select all that are shown; none of them where they all are already. */
export function allToggled(selection: Selection, shown: readonly string[]): Selection {
  if (!shown.every((id) => selection.has(id))) return new Set([...selection, ...shown]);
  const gone = new Set(shown);
  return new Set([...selection].filter((id) => !gone.has(id)));
}

/** Leave out what there is no more. */
export function pruned(selection: Selection, exists: (id: string) => boolean): Selection {
  const left = [...selection].filter(exists);
  return left.length === selection.size ? selection : new Set(left);
}

/** Count what is selected and not shown. */
export function hiddenOf(selection: Selection, shown: readonly string[]): number {
  let seen = 0;
  for (const id of shown) if (selection.has(id)) seen += 1;
  return selection.size - seen;
}
