/** What messages get once somebody turns to them. */

export { CodeCopy } from "./code-copy";
export { ComposerAim } from "./composer-aim";
export { MessageHands } from "./message-hands";
export { Outgoings } from "./outgoings";
export { Unfolded } from "./unfolded";
