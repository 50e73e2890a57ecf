import { describe, expect, it } from "vitest";
import { besidePath, MOST_BESIDE } from "../../src/core/beside";
import { MOST_HOSTS, readComparison } from "../../src/core/compare";
import { readRoute } from "../../src/core/route";

describe("the address of hosts side by side", () => {
  it("is read as the first compared with the others", () => {
    const [path = "", search = ""] = besidePath(["db-1", "db-2", "web 1"]).split("?");
    expect(readRoute(path)).toEqual({ view: "host", id: "db-1" });
    expect(readComparison(`?${search}`)).toEqual({ hosts: ["db-2", "web 1"] });
  });

  it("of one host is that host's", () => {
    expect(besidePath(["db-1"])).toBe("/host/db-1");
  });

  it("has room for the one that is looked at, and all it can be compared with", () => {
    expect(MOST_BESIDE).toBe(MOST_HOSTS + 1);
  });
});
