/** What has to be typed on a machine to add it. Pure. */

/** Return the line that joins and goes on until the machine, or somebody, stops it. */
export function lineForNow(command: string): string {
  return `${command} && tocsin-agent run`;
}

const LOOPBACK = /\bhttps?:\/\/(?:127\.[\d.]+|localhost|\[::1\])(?::(\d+))?(?=[/\s]|$)/;

/** Return the line that brings a hub on loopback to another machine, "" when the hub is to be reached as it is. */
export function tunnelFor(command: string): string {
  const found = LOOPBACK.exec(command);
  if (!found) return "";
  const port = found[1] ?? "80";
  return `ssh -R ${port}:127.0.0.1:${port} MACHINE`;
}
