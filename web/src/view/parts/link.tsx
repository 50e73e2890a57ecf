/** A link to another view of the page: a real address, without loading the page anew. */

import type { ComponentChildren } from "preact";
import { pathOf, type Route } from "../../core/route";
import { go } from "../../edge/place";

interface Props {
  to: Route;
  className?: string;
  current?: boolean;
  testid?: string;
  label?: string;
  title?: string;
  tabIndex?: number;
  children: ComponentChildren;
}

export function Link({ to, className, current, testid, label, title, tabIndex, children }: Props) {
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      class={className}
      href={pathOf(to)}
      aria-current={current ? "page" : undefined}
      aria-label={label}
      title={title}
      tabIndex={tabIndex}
      data-testid={testid}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
