/** A code to scan: dark on light in both themes, as scanners want it. */

import { darkPath, QUIET_ZONE } from "../../core/second-factor";

export function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length + 2 * QUIET_ZONE;
  return (
    <svg class="qr-code" viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${size} ${size}`} role="img" aria-label={label} data-testid="factor-qr">
      <path d={darkPath(rows)} />
    </svg>
  );
}
