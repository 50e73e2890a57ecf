import { expect, it } from "vitest";
import { shortSystem } from "../../src/core/system-name";

it.each([
  ["Debian GNU/Linux 13 (trixie)", "Debian 13"],
  ["AlmaLinux 9.6 (Sage Margay)", "AlmaLinux 9.6"],
  ["Ubuntu 24.04.3 LTS", "Ubuntu 24.04"],
  ["Ubuntu 24.04 LTS", "Ubuntu 24.04"],
  ["Microsoft Windows 10.0.19045", "Microsoft Windows 10.0.19045"],
  ["Windows 11", "Windows 11"],
  ["(odd)", "(odd)"],
  ["", ""],
])("shortens %j to %j", (name, short) => {
  expect(shortSystem(name)).toBe(short);
});
