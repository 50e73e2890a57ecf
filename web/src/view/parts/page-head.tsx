/** What a page of a list begins with: its name, how many there are, what narrows it, and what one can do. */

import type { ComponentChildren } from "preact";
import { formats } from "../../i18n/language";
import "./page-head.css";

interface Props {
  title: string;
  /** How many there are; null: not known, or not worth a word. */
  count?: number | null;
  children?: ComponentChildren;
}

export function PageHead({ title, count = null, children }: Props) {
  return (
    <header class="page-head">
      <h1>
        {title}
        {count !== null && <span class="page-count">{formats.value.number(count)}</span>}
      </h1>
      {children && <div class="page-tools">{children}</div>}
    </header>
  );
}
