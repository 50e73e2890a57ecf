/** One quiet line for what concerns the whole page. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../parts/icon";
import "./banner.css";

interface Props {
  tone: "quiet" | "warn";
  icon: IconName;
  testid: string;
  children: ComponentChildren;
}

export function Banner({ tone, icon, testid, children }: Props) {
  return (
    <div class={`banner ${tone}`} data-testid={testid}>
      <Icon name={icon} size={14} />
      <p>{children}</p>
    </div>
  );
}
