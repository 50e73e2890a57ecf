/** Hosts for tests: what is not said is as if it did not matter. */

import type { HostLine } from "../../src/core/host-line";
import type { Host, Now } from "../../src/wire/messages.gen";

export const host = (name: string, rest: Partial<Host> = {}): Host => ({ id: name, name, status: "up", since: 0, ...rest });

export const line = (name: string, now: Partial<Now> = {}, rest: Partial<Host> = {}): HostLine => ({
  host: host(name, rest),
  now: { at: 1, ...now },
});

export const names = (lines: readonly HostLine[]): string[] => lines.map((one) => one.host.name);
