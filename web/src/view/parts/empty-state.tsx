/** Where nothing is: why, and what one can do about it. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";
import "./empty-state.css";

interface Props {
  icon: IconName;
  title: string;
  text?: string | undefined;
  testid?: string;
  children?: ComponentChildren;
}

export function EmptyState({ icon, title, text, testid, children }: Props) {
  return (
    <div class="empty-state" data-testid={testid}>
      <span class="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <p class="empty-title">{title}</p>
      {text && <p class="hint">{text}</p>}
      {children}
    </div>
  );
}
