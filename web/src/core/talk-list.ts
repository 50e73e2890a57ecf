/** The conversations one can turn to, and which of them have a tab. Pure. */

export interface TalkLine {
  topic: string;
  name: string;
  unread: number;
  mentions: number;
}

const MOST_TABS = 6;

/**
 * Return the conversations that have a tab: the first, the one that is shown, those with something new, and of the others
 * as many as fit. They stand where they stood.
 */
export function tabsOf(all: readonly TalkLine[], shown: string): TalkLine[] {
  const must = all.filter(({ topic, unread }, index) => index === 0 || topic === shown || unread > 0);
  const room = Math.max(0, MOST_TABS - must.length);
  const others = new Set(all.filter((one) => !must.includes(one)).slice(0, room));
  return all.filter((one) => must.includes(one) || others.has(one));
}
