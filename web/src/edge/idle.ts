/** Whether the page could be loaded anew without anybody losing anything. */

// A number that stands in a form from the beginning is nothing that somebody wrote.
const TYPED = "input:not([type=checkbox]):not([type=radio]):not([type=hidden]):not([type=number]):not([readonly]), textarea:not([readonly])";

/** Nobody looks at the page, no dialog is open, and nothing stands in a field. */
export function isIdle(): boolean {
  if (!document.hidden || document.querySelector("dialog[open], [role=dialog]")) return false;
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TYPED)].every(({ value }) => value === "");
}
