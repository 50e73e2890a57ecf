/** A link to an address of this hub that somebody wrote. */

import type { ComponentChildren } from "preact";
import { visit } from "../../edge/visit";

interface Props {
  path: string;
  className: string;
  testid?: string;
  children: ComponentChildren;
}

export function PathLink({ path, className, testid, children }: Props) {
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    visit(path);
  };
  return (
    <a class={className} href={path} data-testid={testid} onClick={onClick}>
      {children}
    </a>
  );
}
