/** Lines where a list will be, while it is fetched: so that nothing jumps when it comes. */

import { t } from "../../i18n/language";
import "./skeleton.css";

export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{t.value.loading}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
