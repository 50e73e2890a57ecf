/** One identity for a message and its partner's copy of it. Pure. */

const COPY = "-copy";

/** Return a message's identity: its partner's copy of a private one bears the same, with an ending. */
export function baseOf(id: string): string {
  return id.endsWith(COPY) ? id.slice(0, -COPY.length) : id;
}
