/** What a message has of the conversation it stands in. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Said } from "../../core/timeline";

export interface Conversing {
  /** Where one says things: a room, or the partner's private log. */
  topic: string;
  me: string;
  /** Go to the message another one answers. */
  follow: (answer: Said) => void;
  /** Show what a message said before. */
  history: (message: Said) => void;
  /** Return the message another one answers as it reads now, null when it is not here. Reads signals. */
  answered: (answer: Said) => Said | null;
}

export const ConversingContext = createContext<Conversing | null>(null);

export function useConversing(): Conversing {
  const conversing = useContext(ConversingContext);
  if (!conversing) throw new Error("no conversation around this message");
  return conversing;
}
