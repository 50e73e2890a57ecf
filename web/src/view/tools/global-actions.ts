/** What one can do from anywhere in the page. */

import { pathOf, type Route } from "../../core/route";
import { go } from "../../edge/place";
import { seek, write } from "../../edge/focus";
import { choose, language, t } from "../../i18n/language";
import type { Action } from "../../store/actions";
import { dockOpen, nextTheme, theme, THEMES } from "../../store/preferences";
import type { Room } from "../../store/room";
import { helpOpen, palette, screensOpen, singleKeys } from "../../store/tools";

const PATIENCE_FRAMES = 120; // the room may have to be fetched first

export function globalActions(room: Room): Action[] {
  return [...places(room), ...tools(), ...choices()];
}

function places(room: Room): Action[] {
  const texts = t.value;
  const { goTo: group, fleet, runs, room: talk, adminPages, yourAccount, otherWords } = texts;
  const place = (to: Route, title: string, keys?: string, words?: string): Action => ({
    id: `go:${pathOf(to)}`, title, group, ...(keys && { keys }), ...(words && { words }), run: () => go(to),
  });
  const found = [
    place({ view: "fleet" }, fleet, "g f", otherWords.fleet),
    place({ view: "runs", host: "" }, runs, "g r", otherWords.runs),
    place({ view: "room", with: "" }, talk, "g m", otherWords.room),
  ];
  if (room.may("invite")) {
    found.push(place({ view: "admin", page: "machines" }, adminPages.machines, undefined, otherWords.machines));
    found.push(place({ view: "admin", page: "people" }, adminPages.people, "g p", otherWords.people));
  }
  if (room.may("audit")) found.push(place({ view: "admin", page: "audit" }, adminPages.audit, "g a", otherWords.audit));
  found.push(place({ view: "tv" }, texts.tvMode, undefined, otherWords.tv));
  if (room.may("run")) found.push({ id: "go:screens", title: texts.screens, group, words: otherWords.screens, run: () => (screensOpen.value = true) });
  if (room.session.role !== "guest") found.push(place({ view: "account" }, yourAccount, undefined, otherWords.account));
  return found;
}

function tools(): Action[] {
  const { toolsGroup: group, openPalette, openHelp, seekHere, writeHere, showRoom, hideRoom, otherWords } = t.value;
  return [
    { id: "palette", title: openPalette, keys: "Ctrl+K", group, run: () => (palette.value = "") },
    { id: "help", title: openHelp, keys: "?", group, words: otherWords.help, run: () => (helpOpen.value = true) },
    { id: "seek", title: seekHere, keys: "/", group, words: otherWords.seek, run: () => void (seek() || (palette.value = "")) },
    { id: "write", title: writeHere, keys: "c", group, words: otherWords.write, run: talk },
    { id: "dock-show", title: showRoom, keys: "[", group, words: otherWords.dock, run: () => (dockOpen.value = true) },
    { id: "dock-hide", title: hideRoom, keys: "]", group, words: otherWords.dock, run: () => (dockOpen.value = false) },
  ];
}

function choices(): Action[] {
  const texts = t.value;
  const group = texts.choicesGroup;
  const other = language.value === "en" ? "fr" : "en";
  return [
    ...THEMES.map((one) => ({
      id: `theme:${one}`, title: texts.choice(texts.theme, texts.themes[one]), group, words: texts.otherWords.theme, run: () => void (theme.value = one),
    })),
    { id: "theme", title: texts.nextTheme, keys: "t", group, words: texts.otherWords.theme, run: nextTheme },
    {
      id: "language", title: texts.choice(texts.language, other === "fr" ? "Français" : "English"), group, words: texts.otherWords.language,
      run: () => void choose(other).catch(() => undefined),
    },
    { id: "keys", title: singleKeys.value ? texts.keysOff : texts.keysOn, group, words: texts.otherWords.keys, run: () => (singleKeys.value = !singleKeys.peek()) },
  ];
}

/** Into the room beside the view, which is shown for it; where there is no room for that, to the room. */
function talk(): void {
  dockOpen.value = true;
  requestAnimationFrame(() => {
    if (write()) return;
    go({ view: "room", with: "" });
    writeOnceDrawn(PATIENCE_FRAMES);
  });
}

function writeOnceDrawn(frames: number): void {
  requestAnimationFrame(() => {
    if (frames > 0 && !write()) writeOnceDrawn(frames - 1);
  });
}
