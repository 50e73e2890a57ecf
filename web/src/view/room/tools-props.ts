/** What the tools of a message are given. */

import type { Said } from "../../core/timeline";

export type Mode = "bar" | "menu" | "picker" | "delete" | "history";

export interface ToolsProps {
  message: Said;
  row: HTMLElement;
  mode: Mode;
  topic: string;
  onMode: (mode: Mode) => void;
  onClose: () => void;
  onWrite: (kind: "reply" | "edit") => void;
}
