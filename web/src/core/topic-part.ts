/** What came from an address, as a part of a topic's name. Pure. */

const PART = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Tell whether something can have this identity: of what cannot, the hub need not be asked. */
export function isTopicPart(id: string): boolean {
  return PART.test(id);
}
