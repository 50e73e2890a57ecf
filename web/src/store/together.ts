/** Keeps this tab and the others of the same person in agreement: what is chosen or read in one. Fetched apart. */

import { readOrder } from "../core/order";
import { onWritten } from "../edge/other-tabs";
import { lasting } from "../edge/storage";
import { first, speak } from "../i18n/language";
import { order } from "./fleet-choice";
import { readTheme, theme } from "./preferences";
import type { Reading } from "./reading";

/** Returns how to stop. */
export function keepTogether(reading: Reading): () => void {
  return onWritten({
    theme: () => (theme.value = readTheme(lasting.read("theme"))),
    order: () => (order.value = readOrder(lasting.read("order"))),
    language: () => void speak(first()).catch(() => undefined), // what was in use stays
    [reading.kept]: () => reading.takeOver(),
  });
}
