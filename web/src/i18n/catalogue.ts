/** What a language must have: the shape of the English catalogue. */

import type { en } from "./en";
import type { enAccount } from "./en-account";
import type { enAdmin } from "./en-admin";
import type { enDisplay } from "./en-display";
import type { enFleet } from "./en-fleet";
import type { enHost } from "./en-host";
import type { enLater } from "./en-later";
import type { enLink } from "./en-link";
import type { enLocks } from "./en-locks";
import type { enRuns } from "./en-runs";
import type { enTools } from "./en-tools";
import type { enTalk } from "./en-talk";

/** What is drawn first needs these. */
export type First = Shape<typeof en>;
/** What is fetched apart needs these too. */
export type Later = Shape<typeof enLater>;
/** What one does with a host's charts, and what stands below them. */
export type OfHost = Shape<typeof enHost>;
/** How it stands with the hub needs these. */
export type Link = Shape<typeof enLink>;
/** The doors, and saying again who one is, need these as well. */
export type Locks = Shape<typeof enLocks>;
/** What one sees and does of one's own account. */
export type OwnAccount = Shape<typeof enAccount>;
/** Runs: their list, one of them, and the dialogs of a host. */
export type Runs = Shape<typeof enRuns>;
/** What admins and auditors do. */
export type Admin = Shape<typeof enAdmin>;
/** The keyboard, the palette, the help and screens. */
export type Tools = Shape<typeof enTools>;
/** What a fleet is drawn with first. */
export type Fleet = Shape<typeof enFleet>;
/** Choosing what of a fleet is shown. */
export type Display = Shape<typeof enDisplay>;
/** What one does with messages and rooms. */
export type Talk = Shape<typeof enTalk>;
/** Every string; what is drawn may use those of the parts its piece names (view/shell/pieces.ts). */
export type Catalogue = First & Later & Link & OfHost & Runs & Locks & OwnAccount & Admin & Tools & Fleet & Display & Talk;

type Shape<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Shape<T[K]> };

/** Return the string of a table under a key that came from elsewhere; the key itself when there is none. */
export function lookUp(table: Record<string, string>, key: string): string {
  return Object.prototype.hasOwnProperty.call(table, key) ? (table[key] ?? key) : key;
}

/** Return what an error of the hub says in this language: by its number, or its family's, or its own words. */
export function errorText(catalogue: Catalogue, code: number, message: string): string {
  const errors: Record<number, string> = catalogue.errors;
  if (code === 0 && message) return errors[0] ?? message;
  return errors[code] ?? errors[Math.floor(code / 100) * 100] ?? message;
}
