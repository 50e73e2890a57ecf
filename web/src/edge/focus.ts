/** Moves the keyboard's focus to where a person wants to go. */

const VISIBLE_FIELD = "input[type=search]:not([disabled])";

/** Go to the filter or search of the view; false where there is none. */
export function seek(): boolean {
  return focusOn(document.querySelectorAll<HTMLElement>(`#view ${VISIBLE_FIELD}`)) || focusOn(document.querySelectorAll<HTMLElement>(VISIBLE_FIELD));
}

/** Go to where one writes to the room; false while it is not there. */
export function write(): boolean {
  return focusOn(document.querySelectorAll<HTMLElement>("[data-testid=room-input]"));
}

function focusOn(fields: Iterable<HTMLElement>): boolean {
  for (const field of fields) {
    if (field.offsetParent === null) continue;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
    return true;
  }
  return false;
}
