/** One find: where, by whom, when, and the words that were looked for. */

import { partnerOf, roomOf } from "../../core/talk";
import { visibleText } from "../../core/visible-text";
import type { Found } from "../../edge/rooms-http";
import { formats, t } from "../../i18n/language";
import { MAIN_ROOM } from "../../wire/messages.gen";
import { When } from "../parts/when";
import { useSpeaker } from "./use-speaker";

export function FoundLine({ one, me, onGo }: { one: Found; me: string; onGo: () => void }) {
  const name = useSpeaker(one.by);
  const where = partnerOf(one.topic) ? t.value.inPrivate : one.topic === MAIN_ROOM ? t.value.room : `#${roomOf(one.topic)}`;
  return (
    <li>
      <button type="button" class="found-line" data-testid="search-found" data-seq-found={one.seq} onClick={onGo}>
        <span class="found-head">
          <span class="found-by">{name === me ? t.value.you : name}</span>
          <span class="faint">{where}</span>
          <span class="found-when">
            {formats.value.shortDay(one.at)}, <When at={one.at} />
          </span>
        </span>
        <span class="found-text" dir="auto">
          {one.kind === "run" && "$ "}
          {one.parts.map(({ text, hit }, index) => (hit ? <mark key={index}>{visibleText(text)}</mark> : visibleText(text)))}
        </span>
      </button>
    </li>
  );
}
