import { expect, it } from "vitest";
import { rolesUpTo } from "../../src/core/roles";

it.each([
  ["admin", ["viewer", "auditor", "operator", "admin"]],
  ["operator", ["viewer", "operator"]],
  ["auditor", ["auditor"]],
  ["viewer", ["viewer"]],
  ["guest", []],
  ["__proto__", []],
])("what a token of %s may be", (role, roles) => {
  expect(rolesUpTo(role)).toEqual(roles);
});
