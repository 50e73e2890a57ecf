/** A few emoji to react with, and a field for any other. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isEmoji, OFFERED } from "../../core/emoji";
import { t } from "../../i18n/language";
import { Popup } from "./popup";
import "../../style/forms.css";
import "./emoji-picker.css";

const COLUMNS = 8;

interface Props {
  row: HTMLElement;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

export function EmojiPicker({ row, onPick, onClose }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [isWrong, setWrong] = useState(false);
  const texts = t.value;
  const buttons = (): HTMLElement[] => [...(grid.current?.querySelectorAll<HTMLElement>("button") ?? [])];
  useLayoutEffect(() => buttons()[0]?.focus(), []);
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS } as Record<string, number>)[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    all[(at + step + all.length) % all.length]?.focus();
  };
  const onType = (event: SubmitEvent): void => {
    event.preventDefault();
    const typed = (new FormData(event.currentTarget as HTMLFormElement).get("emoji") as string).trim();
    if (isEmoji(typed)) onPick(typed);
    else setWrong(true);
  };
  return (
    <Popup row={row} role="dialog" label={texts.react} testid="emoji-picker" className="picker" onClose={onClose} onKeyDown={onKey}>
      <div class="picker-grid" ref={grid}>
        {OFFERED.map((emoji) => (
          <button key={emoji} type="button" class="picker-emoji" data-testid="emoji" aria-label={texts.reactWith(emoji)} onClick={() => onPick(emoji)}>
            {emoji}
          </button>
        ))}
      </div>
      <form class="picker-other" onSubmit={onType}>
        <input
          class="input"
          name="emoji"
          autocomplete="off"
          maxLength={32}
          data-testid="emoji-input"
          placeholder={texts.otherEmoji}
          aria-label={texts.otherEmoji}
          aria-invalid={isWrong}
          onInput={() => setWrong(false)}
        />
      </form>
      {isWrong && (
        <p class="problem picker-problem" role="alert">
          {texts.noEmoji}
        </p>
      )}
    </Popup>
  );
}
