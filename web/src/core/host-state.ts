/** How a host can stand, what needs a look first. Pure. */

export const STATES = ["down", "late", "expected", "up"] as const;
export type State = (typeof STATES)[number];
