/** Screens over HTTP: links by which a display on a wall looks on. Failures are ApiErrors. */

import { call, type ScreenView } from "./http";

export interface Screen extends ScreenView {
  id: string;
  by: string;
  created: number;
  /** In how many browsers it was opened. */
  browsers: number;
  /** When one of them was last here; 0: never. */
  seen: number;
}

export interface ScreenWish {
  name: string;
  days: number;
  views: string[];
  seconds: number;
}

export function fetchScreens(): Promise<{ screens: Screen[] }> {
  return call("GET", "/api/screens");
}

/** The address in the answer is shown this once. */
export function makeScreen(wish: ScreenWish): Promise<{ id: string; url: string }> {
  return call("POST", "/api/screens", wish);
}

export function revokeScreen(id: string): Promise<void> {
  return call("DELETE", `/api/screens/${encodeURIComponent(id)}`);
}

/** Exchange a link's key for a session of this browser, unless somebody is logged in here. */
export function useScreenKey(key: string): Promise<ScreenView> {
  return call("POST", "/api/screen", { key });
}
