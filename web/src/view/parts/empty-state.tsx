/** Where nothing is: why, and what one can do about it. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";
import "./empty-state.css";

interface Props {
  icon: IconName;
  title: string;
  text?: string | undefined;
  testid?: string;
  /** Nothing else is on the page: its title is the page's. */
  isPage?: boolean;
  children?: ComponentChildren;
}

export function EmptyState({ icon, title, text, testid, isPage = false, children }: Props) {
  const Title = isPage ? "h1" : "p";
  return (
    <div class="empty-state" data-testid={testid}>
      <span class="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <Title class="empty-title">{title}</Title>
      {text && <p class="hint">{text}</p>}
      {children}
    </div>
  );
}
