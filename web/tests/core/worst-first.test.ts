import { expect, it } from "vitest";
import type { HostLine } from "../../src/core/fleet";
import { worstFirst } from "../../src/core/worst-first";

const line = (name: string, status: string, now: { cpu: number; memory?: number } | null = null): HostLine =>
  ({ host: { id: name, name, status, since: 0 }, now: now && { memory: 0, disk: 0, ...now } }) as unknown as HostLine;

it("what needs a look comes first, and what is equal does not jump about", () => {
  const lines = [
    line("calm-10", "up", { cpu: 0.04 }),
    line("new", "expected"),
    line("calm-2", "up", { cpu: 0.09 }),
    line("full", "up", { cpu: 0.1, memory: 0.97 }),
    line("busy", "up", { cpu: 0.8 }),
    line("late", "late"),
    line("gone", "down"),
  ];
  expect(worstFirst(lines).map(({ host }) => host.name)).toEqual(["gone", "late", "full", "busy", "calm-2", "calm-10", "new"]);
});
