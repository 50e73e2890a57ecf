/** The address at which several hosts are compared: the first is looked at, the others lie beside it. Pure. */

import { pathOf } from "./route";

/** One host, and as many as `core/compare` puts beside it. */
export const MOST_BESIDE = 4;

export function besidePath(ids: readonly string[]): string {
  const [first = "", ...others] = ids;
  const query = others.length > 0 ? `?with=${others.map(encodeURIComponent).join()}` : "";
  return pathOf({ view: "host", id: first }) + query;
}
