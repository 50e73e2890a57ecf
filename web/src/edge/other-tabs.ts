/** What other tabs of this browser write into the storage they share with this one. */

import { nameOf } from "./storage";

/** Call `then` when another tab has written under a name; returns how to stop. */
export function onWritten(handlers: Readonly<Record<string, () => void>>): () => void {
  const written = ({ key }: StorageEvent): void => {
    const name = nameOf(key);
    if (Object.prototype.hasOwnProperty.call(handlers, name)) handlers[name]?.();
  };
  window.addEventListener("storage", written);
  return () => window.removeEventListener("storage", written);
}
