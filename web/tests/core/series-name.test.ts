import { describe, expect, it } from "vitest";
import { columnOf, seriesName } from "../../src/core/series-name";

describe("the name of a series", () => {
  it.each([
    ["system.cpu.utilization", {}],
    ["system.cpu.utilization{cpu.mode=user}", { "cpu.mode": "user" }],
    ["n{a=1,b=2}", { b: "2", a: "1" }],
    ["n{system.device=a=b,x=}", { x: "", "system.device": "a=b" }],
    ["n{mount=/srv/a, b,c,type=ext4}", { mount: "/srv/a, b,c", type: "ext4" }],
  ])("%s is written and read back", (series, attributes) => {
    const name = series.split("{")[0] ?? "";
    expect(seriesName({ name, unit: "1", attributes })).toBe(series);
    const column = columnOf(series, "1");
    expect({ ...column, attributes: column.attributes ?? {} }).toEqual({ name, unit: "1", attributes });
  });
});
