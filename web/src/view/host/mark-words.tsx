/** What a mark says: who, what, when. */

import { visibleText } from "../../core/visible-text";
import type { GroupId } from "../../core/charts";
import { GROUPS } from "../../core/charts";
import type { Mark } from "../../core/marks";
import { formats, t } from "../../i18n/language";
import { MarkGlyph } from "./mark-glyph";

const MOST_LETTERS = 140;

/** Return the chart a spike is of: its series is named `system.<group>.…`. */
export function groupOfSpike(mark: Mark): GroupId {
  return GROUPS.find((id) => mark.text.startsWith(`system.${id}.`)) ?? "cpu";
}

export function markText(mark: Mark): string {
  const texts = t.value;
  const text = visibleText(mark.text, MOST_LETTERS);
  switch (mark.kind) {
    case "chat":
      return texts.markChat(mark.by, text);
    case "run":
      return texts.markRun(mark.by, text);
    case "spike":
      return texts.markSpike(texts.groups[groupOfSpike(mark)]);
    case "join":
    case "leave":
      return texts.markPeople[mark.kind](mark.by);
    default:
      return texts.markStatus[mark.kind];
  }
}

/** One line about a mark. */
export function MarkLine({ mark }: { mark: Mark }) {
  return (
    <>
      <MarkGlyph kind={mark.kind} />
      <time dateTime={new Date(mark.at).toISOString()} title={formats.value.utc(mark.at)}>
        {formats.value.time(mark.at, true)}
      </time>
      <span class="mark-text">{markText(mark)}</span>
    </>
  );
}
