/** The page's one listener to keys: starts the action whose keys are pressed. */

import { takeKeys } from "./early-keys";
import { isCharacter, KeySequence, written } from "../core/shortcut";
import { actions } from "../store/actions";
import { singleKeys } from "../store/tools";

const NO_TEXT = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];
const EARLY_MS = 5_000; // who pressed a key longer ago does not wait for it any more
/** Parts that read letters themselves. */
const READS_LETTERS = "[role=combobox], [role=listbox], [role=menu], [role=textbox]";

/** Listen until the returned function is called. */
export function listenToKeys(): () => void {
  const sequence = new KeySequence();
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = written({ ...pick(event), altGraph: event.getModifierState("AltGraph") });
    if (key === "Esc" && leavesField(event.target)) return;
    if (!key || (!key.startsWith("Ctrl+") && keepsKeys(event.target))) return;
    const offered = actions().filter(({ keys }) => keys !== undefined && (singleKeys.peek() || !isCharacter(keys)));
    const keys = sequence.press(key, event.timeStamp, offered.map((action) => action.keys ?? ""));
    if (keys === null) return;
    event.preventDefault();
    const action = offered.find((one) => one.keys === keys);
    if (!event.repeat || action?.repeats) action?.run();
  };
  document.addEventListener("keydown", onKey);
  const early = takeKeys();
  requestAnimationFrame(() => {
    for (const event of early) if (performance.now() - event.timeStamp < EARLY_MS) onKey(event);
  });
  return () => document.removeEventListener("keydown", onKey);
}

/** Whether one types there. */
export function isWriting(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.includes(target.type);
  return target.isContentEditable || target.closest(`textarea, select, ${READS_LETTERS}`) !== null;
}

/** Esc takes one out of a field, back to the view: from there keys act again. What a search holds the browser takes first. */
function leavesField(target: EventTarget | null): boolean {
  if (!isWriting(target) || isInDialog()) return false;
  if (target instanceof HTMLInputElement && target.type === "search" && target.value !== "") return false;
  document.getElementById("view")?.focus({ preventScroll: true });
  return true;
}

/** Whether keys belong to what has the focus, or to the dialog that is open over everything. */
function keepsKeys(target: EventTarget | null): boolean {
  return isWriting(target) || isInDialog();
}

function isInDialog(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

function pick({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) {
  return { key, ctrlKey, altKey, metaKey };
}
