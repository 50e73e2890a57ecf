/** The name one column goes by for ever, whatever place it has in a row. Pure. Mirrors `tocsin_wire.series`. */

import type { Column } from "../wire/messages.gen";

/** Return `name{key=value,key2=value2}`, keys in order; without braces when there is no key. */
export function seriesName(column: Column): string {
  const attributes = column.attributes ?? {};
  const pairs = Object.keys(attributes).sort().map((key) => `${key}=${attributes[key] ?? ""}`);
  return pairs.length > 0 ? `${column.name}{${pairs.join()}}` : column.name;
}

/** Read a name back. A comma begins another pair only where a key follows: mount points may hold commas. */
export function columnOf(series: string, unit: string): Column {
  const brace = series.indexOf("{");
  if (brace < 0 || !series.endsWith("}")) return { name: series, unit };
  const pairs = series.slice(brace + 1, -1).split(/,(?=[a-z][a-z0-9_.]*=)/);
  const attributes = pairs.map((pair): [string, string] => {
    const [key = ""] = pair.split("=", 1);
    return [key, pair.slice(key.length + 1)];
  });
  return { name: series.slice(0, brace), unit, attributes: Object.fromEntries(attributes) };
}
