/** A part of the account: what it is, how it stands, and what one can do about it. */

import type { ComponentChildren } from "preact";

interface Props {
  id: string;
  title: string;
  text?: string;
  /** Beside the title: how it stands, or how many there are. */
  state?: ComponentChildren;
  /** At the end of the line. */
  act?: ComponentChildren;
  children?: ComponentChildren;
}

export function Section({ id, title, text, state, act, children }: Props) {
  return (
    <section class="account-section" aria-labelledby={`${id}-title`} data-testid={id}>
      <div class="account-section-head">
        <div>
          <div class="account-section-title">
            <h2 id={`${id}-title`}>{title}</h2>
            {state}
          </div>
          {text && <p class="muted">{text}</p>}
        </div>
        {act}
      </div>
      {children}
    </section>
  );
}
