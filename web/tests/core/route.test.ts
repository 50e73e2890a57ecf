import { expect, it } from "vitest";
import { pathOf, readRoute, type Route } from "../../src/core/route";

const ROUTES: Route[] = [
  { view: "fleet" },
  { view: "host", id: "a/b" },
  { view: "room", with: "" },
  { view: "room", with: "ann" },
  { view: "run", id: "r" },
  { view: "runs", host: "" },
  { view: "runs", host: "h" },
  { view: "account" },
  { view: "setup" },
];

it.each(ROUTES)("an address leads back to %j", (route) => {
  const [path = "", search = ""] = pathOf(route).split("?");
  expect(readRoute(path, search && `?${search}`)).toEqual(route);
});
