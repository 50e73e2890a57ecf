/** What the bar gets once the view is drawn. */

export { AccountMenu } from "./account-menu";
export { AdminLinks } from "./admin-links";
export { PausedBanner } from "./paused-banner";
export { Keys } from "../tools/keys";
