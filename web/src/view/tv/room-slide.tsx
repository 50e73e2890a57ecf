/** The newest that was said, without a place to answer. */

import { newestSaid } from "../../core/wall";
import { visibleText } from "../../core/visible-text";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { SlideHead } from "./slide-head";

const MOST = 12;

export function RoomSlide() {
  const room = useRoom();
  const texts = t.value;
  const said = newestSaid(room.main.entries.value, MOST);
  return (
    <>
      <SlideHead title={texts.room} />
      <ol class="tv-said" data-testid="tv-said">
        {said.map(({ id, by, at, text, kind }) => (
          <li key={id}>
            <time>{formats.value.time(at)}</time>
            <strong>{by}</strong>
            {kind === "chat" ? (
              <span class="tv-text">{visibleText(text)}</span>
            ) : (
              <span class="tv-text">
                {texts.ran} <code>{visibleText(text)}</code>
              </span>
            )}
          </li>
        ))}
      </ol>
      {said.length === 0 && <p class="tv-nothing">{texts.roomEmpty}</p>}
    </>
  );
}
