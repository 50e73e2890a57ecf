/** What a screen on a wall asks of the browser. */

import { drawnTheme, theme } from "./preferences";
import { forgetTokens } from "../edge/token";

/** Draw in the dark unless the person chose otherwise; returns how to go back. */
export function darkByDefault(): (() => void) | undefined {
  if (theme.peek() !== "auto") return undefined;
  const before = document.documentElement.dataset["theme"] ?? "light";
  draw("dark");
  return () => draw(before);
}

/** Fill the screen, or give it back. */
export function fillScreen(): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  void done.catch(() => undefined); // not every browser lets it
}

function draw(drawn: string): void {
  document.documentElement.dataset["theme"] = drawn;
  forgetTokens();
  drawnTheme.value = drawn;
}
