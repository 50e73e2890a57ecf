/** English, of doors, accounts and administration. The keys of this object are the strings there are; `fr-locks.ts` must have every one. */

export const enLocks = {
  // At the door
  tagline: "One live room for your machines and the people who run them.",
  setupTitle: "Your hub is running",
  setupText: "You will be its administrator: you can add machines, run commands and stop the hub.",
  setupLogin: "Your login",
  setupEnter: "Enter",
  setupNoKeyTitle: "This link has no key",
  setupOldTitle: "This link has been used, or is too old",
  setupOldText: "A set-up link works once, for ten minutes. On the hub’s machine, ask for another:",
  joinTitle: "Join the room",
  joinText: "Choose a login. Everybody in the room will see it, with your address.",
  joinLogin: "Login",
  joinHint: "1 to 32 letters, digits, dots, dashes",
  joinEnter: "Join",
  lockedTitle: "You need a way in",
  lockedText: "This hub admits only those it knows. On the hub’s machine, make yourself a link and open it:",
  byeTitle: "You left the room",
  byeText: "Your session is still open in this browser.",
  comeBack: "Come back",
  overTitle: "Your session is over",
  overText: "Log in again to go on.",
  unreachableTitle: "The hub does not answer",
  unreachableText: "It may be starting, or the network is down. This page keeps trying.",
  badLogin: "A login is 1 to 32 letters, digits, dots, dashes or underscores, and starts with a letter or digit.",
};
