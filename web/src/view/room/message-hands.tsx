/** What one does with the messages of a conversation; fetched once they are drawn. */

import { MessageTools } from "./message-tools";
import { useMessageTools, type Parts } from "./use-message-tools";

export function MessageHands(parts: Parts) {
  void parts.items.value; // which message is in the order of Tab follows what is shown
  const open = useMessageTools(parts).value;
  return open && <MessageTools {...open} />;
}
