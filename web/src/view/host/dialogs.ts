/** What opens over a host, or over the fleet. */

export { RemoveDialog } from "./remove-dialog";
export { RunDialog } from "./run-dialog";
