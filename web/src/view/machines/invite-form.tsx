/** For how many machines a line shall be good, and for how long. */

import { useState } from "preact/hooks";
import { formats, t } from "../../i18n/language";
import { Choice } from "../parts/choice";

export interface InviteWish {
  uses: number;
  minutes: number;
}

interface Props {
  busy: boolean;
  onMake: (wish: InviteWish) => void;
}

const ONE: InviteWish = { uses: 1, minutes: 15 };
const MOST_USES = 1_000;
const SPANS = [60, 8 * 60, 24 * 60, 7 * 24 * 60]; // minutes

export function InviteForm({ busy, onMake }: Props) {
  const [many, setMany] = useState(false);
  const [uses, setUses] = useState("20");
  const [minutes, setMinutes] = useState(SPANS[1] ?? 60);
  const texts = t.value;
  const count = Number(uses);
  const isCount = Number.isInteger(count) && count >= 1 && count <= MOST_USES;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!many || isCount) onMake(many ? { uses: count, minutes } : ONE);
  };
  return (
    <form class="invite-form" onSubmit={submit}>
      <Choice
        name="invite-for"
        title={texts.inviteFor}
        options={[
          ["one", texts.inviteOne],
          ["many", texts.inviteMany],
        ]}
        chosen={many ? "many" : "one"}
        onChoose={(one) => setMany(one === "many")}
      />
      {many && (
        <div class="invite-bounds">
          <label>
            {texts.inviteUses}
            <input
              class="input"
              type="number"
              min={1}
              max={MOST_USES}
              data-testid="invite-uses"
              aria-invalid={!isCount}
              value={uses}
              onInput={(event) => setUses(event.currentTarget.value)}
            />
          </label>
          <label>
            {texts.inviteLasts}
            <select class="input" data-testid="invite-minutes" value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
              {SPANS.map((span) => (
                <option key={span} value={span}>
                  {formats.value.span(span * 60)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <button type="submit" class="button" data-testid="make-join-code" disabled={busy || (many && !isCount)}>
        {texts.inviteMake}
      </button>
    </form>
  );
}
