/** Where in the page the person is: the address bar as a signal. */

import { signal } from "@preact/signals";
import { pathOf, readRoute, type Route } from "../core/route";

export const route = signal<Route>(readRoute(location.pathname, location.search));

/** Why the provider's log-in led nowhere: the hub's word for it, "" when nothing went wrong. */
export const problem = signal(new URLSearchParams(location.search).get("problem") ?? "");
if (problem.peek()) history.replaceState(null, "", location.pathname); // said once, and not again after a reload

window.addEventListener("popstate", () => {
  route.value = readRoute(location.pathname, location.search);
});

export function go(to: Route): void {
  const path = pathOf(to);
  if (path !== pathOf(route.peek())) history.pushState(null, "", path);
  route.value = to;
}

/** Read the set-up key out of the fragment and take it out of the address bar: it is a secret. */
export function takeSetupKey(): string {
  const key = new URLSearchParams(location.hash.slice(1)).get("k") ?? "";
  if (location.hash) history.replaceState(null, "", location.pathname);
  return key;
}
