/** A part of the account: what it is, how it stands, and what one can do about it. */

import type { ComponentChildren } from "preact";

interface Props {
  id: string;
  title: string;
  text?: string;
  /** Beside the title. */
  act?: ComponentChildren;
  children?: ComponentChildren;
}

export function Section({ id, title, text, act, children }: Props) {
  return (
    <section class="account-section" aria-labelledby={`${id}-title`} data-testid={id}>
      <div class="account-section-head">
        <div>
          <h2 id={`${id}-title`}>{title}</h2>
          {text && <p class="muted">{text}</p>}
        </div>
        {act}
      </div>
      {children}
    </section>
  );
}
