/** Goes to an address with more in it than a route has; whoever reads the address hears of it as of going back. */

export function showPath(path: string): void {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}
