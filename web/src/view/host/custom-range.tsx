/** A stretch of time as one types it. */

import { useState } from "preact/hooks";
import { isLive, LEAST_MS } from "../../core/time-range";
import { readTyped, writeTyped } from "../../core/typed-time";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import "./toolbar-panel.css";
import "./custom-range.css";

export function CustomRange({ view }: { view: HostView }) {
  return (
    <Popover panelClass="toolbar-panel" title={t.value.customRange} testid="custom-range" label={<Icon name="calendar" size={14} />} isOn={!isLive(view.axis.look.value)}>
      {(close) => <Fields view={view} close={close} />}
    </Popover>
  );
}

function Fields({ view, close }: { view: HostView; close: () => void }) {
  const { connection } = useRoom();
  const [from, setFrom] = useState(() => writeTyped(view.range().from));
  const [to, setTo] = useState(() => (isLive(view.axis.look.peek()) ? t.peek().rangeNow : writeTyped(view.range().to)));
  const [tried, setTried] = useState(false);
  const now = connection.now();
  const [begin, end] = [readTyped(from, now), readTyped(to, now)];
  const texts = t.value;
  const isOrdered = begin !== null && end !== null && end - begin >= LEAST_MS;
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    if (begin === null || end === null || !isOrdered) return;
    view.axis.turn(end >= now ? { live: end - begin } : { from: begin, to: end });
    close();
  };
  return (
    <form class="custom-range" onSubmit={submit}>
      <Moment id="range-from" label={texts.rangeFrom} value={from} read={begin} onType={setFrom} />
      <Moment id="range-to" label={texts.rangeTo} value={to} read={end} onType={setTo} />
      <p class={tried && !isOrdered ? "problem" : "hint"} role={tried ? "alert" : undefined}>
        {tried && begin !== null && end !== null && !isOrdered ? texts.rangeOrder : texts.rangeHint}
      </p>
      <button type="submit" class="button small" data-testid="range-apply">
        {texts.rangeApply}
      </button>
    </form>
  );
}

interface MomentProps {
  id: string;
  label: string;
  value: string;
  read: number | null;
  onType: (text: string) => void;
}

function Moment({ id, label, value, read, onType }: MomentProps) {
  return (
    <div class="custom-moment">
      <label for={id}>{label}</label>
      <input id={id} class="input" data-testid={id} autocomplete="off" spellcheck={false} aria-invalid={read === null} aria-describedby={`${id}-read`} value={value}
        onInput={(event) => onType(event.currentTarget.value)} />
      <span id={`${id}-read`} class={read === null ? "problem" : "hint"}>{read === null ? t.value.rangeUnread : formats.value.moment(read)}</span>
    </div>
  );
} // prettier-ignore
