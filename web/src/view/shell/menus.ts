/** What the bar gets once the view is drawn. */

export { AccountMenu } from "./account-menu";
export { BarRest } from "./bar-rest";
export { PausedBanner } from "./paused-banner";
