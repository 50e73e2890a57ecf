import { expect, it } from "vitest";
import { tunnelFor } from "../../src/core/invitation";

it.each([
  ["tocsin-agent join http://127.0.0.1:8765 X", "ssh -R 8765:127.0.0.1:8765 MACHINE"],
  ["tocsin-agent join http://localhost:9 X", "ssh -R 9:127.0.0.1:9 MACHINE"],
  ["tocsin-agent join http://[::1]:81 X", "ssh -R 81:127.0.0.1:81 MACHINE"],
  ["tocsin-agent join http://10.0.0.1:8765 X", ""],
  ["tocsin-agent join https://hub.example X", ""],
])("a tunnel for %j", (command, tunnel) => {
  expect(tunnelFor(command)).toBe(tunnel);
});
