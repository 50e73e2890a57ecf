/** Who is writing. Its place is always there: what stands above it does not move. */

import { writeNames } from "../../core/name-list";
import { formats, t } from "../../i18n/language";
import type { Typing } from "../../store/typing";
import "./typing-line.css";

const NAMED = 3;

export function TypingLine({ typing }: { typing: Typing }) {
  const writers = typing.writers.value;
  const [names, rest] = [writers.slice(0, NAMED), writers.length - NAMED];
  const who = writeNames(formats.value.language, rest > 0 ? [...names, t.value.others(rest)] : names);
  return (
    <p class="typing" data-testid="typing">
      {writers.length > 0 && t.value.writing(who, writers.length)}
    </p>
  );
}
