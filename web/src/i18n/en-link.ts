/** English, of how it stands with the hub, and with this browser. */

export const enLink = {
  offline: "The hub does not answer.",
  nextTry: (seconds: number) => (seconds > 0 ? `Next try in ${seconds} s.` : "Trying now…"),
  offlineSince: (time: string) => `What you see is as of ${time}. What you write goes out by itself, once.`,
  retryNow: "Try now",
  otherVersion: (version: string) => `The hub now runs another version (${version}) than this page.`,
  partsGone: "Parts of this page are no longer on the hub: it serves another version.",
  reloadHint: "Nothing is lost by reloading, except what you are typing.",
  behind: "behind",
  behindHint: (span: string) => `What you see reaches you ${span} late: the link to the hub is slow.`,
  clockOff: "Clock is off",
  clockSlow: (span: string) => `The clock of this computer is ${span} slow. All times here are the hub’s.`,
  clockFast: (span: string) => `The clock of this computer is ${span} fast. All times here are the hub’s.`,
  keepsNothing: "This browser keeps nothing of this page: your choices and what you have read are forgotten when you leave.",
};
