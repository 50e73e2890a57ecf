/** What is said of the link to the hub. Fetched early: it is for when nothing can be fetched any more. */

export { LinkBanner } from "./link-banner";
export { LinkMark } from "./link-mark";
export { TimeTip } from "./time-tip";
