/** Takes the focus to the view that was gone to, so that the keyboard and screen readers begin at its heading. */

const PATIENCE_MS = 3_000; // a view may have to be fetched first

/** Focus the heading of the view, once it is there; whoever types or has gone elsewhere by then is left alone. */
export function focusView(): void {
  const view = document.getElementById("view");
  if (!view || isTyping()) return;
  view.focus({ preventScroll: true });
  if (focusHeading(view)) return;
  const observer = new MutationObserver(() => {
    if (document.activeElement !== view || focusHeading(view)) observer.disconnect();
  });
  observer.observe(view, { childList: true, subtree: true });
  window.setTimeout(() => observer.disconnect(), PATIENCE_MS);
}

function focusHeading(view: HTMLElement): boolean {
  const heading = view.querySelector<HTMLElement>("h1");
  if (!heading) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

function isTyping(): boolean {
  return document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement;
}
