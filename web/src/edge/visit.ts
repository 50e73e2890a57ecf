/** Goes to an address of this page as it stands, with whatever of a view it tells: a link somebody wrote. */

export function visit(path: string): void {
  if (path !== location.pathname + location.search) history.pushState(null, "", path);
  window.dispatchEvent(new PopStateEvent("popstate"));
}
