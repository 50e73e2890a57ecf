import { expect, it } from "vitest";
import { tunnelFor } from "../../src/core/invitation";

it.each([
  ["tocsin-agent run --hub http://127.0.0.1:8765 --join X", "ssh -R 8765:127.0.0.1:8765 MACHINE"],
  ["tocsin-agent run --hub http://localhost:9 --join X", "ssh -R 9:127.0.0.1:9 MACHINE"],
  ["tocsin-agent run --hub http://[::1]:81 --join X", "ssh -R 81:127.0.0.1:81 MACHINE"],
  ["tocsin-agent run --hub http://10.0.0.1:8765 --join X", ""],
  ["tocsin-agent run --hub https://hub.example --join X", ""],
])("a tunnel for %j", (command, tunnel) => {
  expect(tunnelFor(command)).toBe(tunnel);
});
