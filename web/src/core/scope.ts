/** Which hosts an operator may act on: those with one of the labels of the scope. Pure; the hub decides. */

import type { Host } from "../wire/messages.gen";
import { hostTest } from "./targets";

/** Return the test for a scope; an empty one holds every host. */
export function scopeTest(scope: readonly string[]): (host: Host) => boolean {
  if (scope.length === 0) return () => true;
  const tests = scope.map(hostTest);
  return (host) => tests.some((test) => test(host));
}
