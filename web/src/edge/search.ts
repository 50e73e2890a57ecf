/** The part of the address from the `?` on: what of a view one looks at. */

const WRITE_MS = 300; // browsers bound how often an address may change
let writing = 0;

/** Put a query into the address of the view one is at; "" takes it out. It is no step to go back to. */
export function writeSearch(search: string): void {
  const { pathname } = location;
  window.clearTimeout(writing);
  writing = window.setTimeout(() => {
    if (location.pathname === pathname && location.search !== search) history.replaceState(null, "", pathname + search);
  }, WRITE_MS);
}

/** Call `then` with the query whenever the person goes back or forth. Returns how to stop. */
export function watchSearch(then: (search: string) => void): () => void {
  const onMove = (): void => then(location.search);
  window.addEventListener("popstate", onMove);
  return () => window.removeEventListener("popstate", onMove);
}
