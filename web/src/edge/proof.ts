/** Saying again who one is: whatever the hub wants it for waits for the one dialog that asks. */

import { signal } from "@preact/signals";

type Waiter = (proved: boolean) => void;

/** Who waits for the person's answer: they are asked as long as somebody does. */
export const waiters = signal<readonly Waiter[]>([]);

/** Resolves to whether the person said who they are. */
export function askProof(): Promise<boolean> {
  return new Promise((resolve) => {
    waiters.value = [...waiters.value, resolve];
  });
}

/** Tell everybody who waits; the dialog goes. */
export function answerProof(proved: boolean): void {
  const all = waiters.value;
  waiters.value = [];
  for (const answer of all) answer(proved);
}
