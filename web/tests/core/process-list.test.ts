import { describe, expect, it } from "vitest";
import { disksOf, filesystemsOf, interfacesOf, sensorsOf } from "../../src/core/devices";
import { groupedFacts } from "../../src/core/fact-groups";
import { linesOf, turned, type ProcessOrder } from "../../src/core/process-list";
import type { Process } from "../../src/wire/messages.gen";

const PROCESSES = new Map<string, Process>([
  ["30", { name: "nginx", user: "www-data", cpu: 0.2, memory: 30, command: "nginx: worker" }],
  ["4", { name: "postgres", user: "postgres", cpu: 0.2, memory: 90, command: "/usr/bin/postgres -D /srv" }],
  ["100", { name: "sshd", user: "root", cpu: 0, memory: 10 }],
]);
const pids = (text: string, order: ProcessOrder): number[] => linesOf(PROCESSES, text, order).map(({ pid }) => pid);

describe("processes", () => {
  it.each<[ProcessOrder, number[]]>([
    [{ by: "cpu", down: true }, [4, 30, 100]],
    [{ by: "memory", down: true }, [4, 30, 100]],
    [{ by: "memory", down: false }, [100, 30, 4]],
    [{ by: "name", down: false }, [30, 4, 100]],
    [{ by: "user", down: true }, [30, 100, 4]],
    [{ by: "pid", down: false }, [4, 30, 100]],
  ])("sorted by %j", (order, wanted) => {
    expect(pids("", order)).toEqual(wanted);
  });

  it.each([
    ["POST srv", [4]],
    ["root", [100]],
    ["4", [4]],
    ["worker www", [30]],
    ["nothing", []],
  ])("that hold %s", (text, wanted) => {
    expect(pids(text, { by: "pid", down: false })).toEqual(wanted);
  });

  it("begin with the greatest, names with the first, and turn round", () => {
    const first = turned({ by: "pid", down: false }, "cpu");
    expect(first).toEqual({ by: "cpu", down: true });
    expect(turned(first, "cpu")).toEqual({ by: "cpu", down: false });
    expect(turned(first, "name")).toEqual({ by: "name", down: false });
  });
});

describe("devices", () => {
  const of = (name: string, attributes: Record<string, string>) => ({ name, unit: "", attributes });
  const disk = { "system.filesystem.mountpoint": "/srv", "system.device": "/dev/sda1" };

  it("have the series they are measured by", () => {
    const [found] = filesystemsOf(["usage", "utilization", "limit"].map((kind) => of(`system.filesystem.${kind}`, disk)));
    expect(found).toMatchObject({ mount: "/srv", device: "/dev/sda1" });
    expect([found?.share, found?.used, found?.limit].every((series) => series?.includes("/srv"))).toBe(true);
  });

  it("lack what their agent does not measure", () => {
    const columns = ["receive", "transmit"].map((way) => of("system.network.io", { "network.interface.name": "eth0", "network.io.direction": way }));
    expect(interfacesOf(columns)).toMatchObject([{ name: "eth0", countIn: "", countOut: "" }]);
    expect(disksOf(columns)).toEqual([]);
    expect(sensorsOf([of("hw.temperature", { "hw.name": "core" })])).toMatchObject([{ name: "core" }]);
  });
});

describe("facts", () => {
  it("stand in groups, in the order of each", () => {
    const groups = groupedFacts([["id", "h1"], ["kernel", "6"], ["cpu", "x"], ["os", "Debian"], ["agent", "1"]]);
    expect(groups.map(({ id, facts }) => [id, facts.map(([name]) => name)])).toEqual([
      ["system", ["os", "kernel"]],
      ["hardware", ["cpu"]],
      ["agent", ["agent"]],
      ["hub", ["id"]],
    ]);
  });
});
