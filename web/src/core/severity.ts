/** When a number deserves colour. Pure. */

export type Severity = "" | "warn" | "bad";

/** A share from 0 to 1: of a filesystem, of memory, of the processor. */
export function severity(share: number | null | undefined): Severity {
  if (share === null || share === undefined) return "";
  if (share >= 0.95) return "bad";
  return share >= 0.85 ? "warn" : "";
}
