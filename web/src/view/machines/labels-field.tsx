/** A machine's labels, being changed: every change is told to the hub, and everybody sees it. */

import { useId, useState } from "preact/hooks";
import { isLabel, labelTexts, labelsOfTexts, MOST_LABELS } from "../../core/label";
import { labelsOf } from "../../core/targets";
import { changeHost } from "../../edge/machines-http";
import { t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { ChipsField } from "../parts/chips";
import { useAttempt } from "../parts/use-attempt";

export function LabelsField({ host, onClose }: { host: Host; onClose: () => void }) {
  const room = useRoom();
  const { problem, setProblem, attempt } = useAttempt();
  const [values, setValues] = useState<readonly string[]>(() => labelTexts(host.labels));
  const note = useId();
  const texts = t.value;
  const change = async (next: readonly string[]): Promise<void> => {
    const labels = labelsOfTexts(next);
    if (Object.keys(labels).length > MOST_LABELS) return setProblem(texts.labelsTooMany(MOST_LABELS));
    const shown = labelTexts(labels);
    setValues(shown);
    if (!(await attempt(() => changeHost(host.id, { labels })))) setValues(values);
  };
  return (
    <div class="labels-field">
      <ChipsField
        title={texts.machineLabelsOf(host.name)}
        testid="labels"
        values={values}
        options={labelsOf(room.hosts.lines().map((line) => line.host))}
        accepts={isLabel}
        placeholder="role=web"
        describedBy={note}
        autoFocus
        onChange={(next) => void change(next)}
        onSlip={(text) => setProblem(text && texts.labelSlip(text))}
        onEscape={onClose}
      />
      <p id={note} class={problem ? "problem" : "hint"} role={problem ? "alert" : undefined} data-testid="labels-note">
        {problem || texts.labelHint}
      </p>
      <button type="button" class="button quiet small" data-testid="labels-done" onClick={onClose}>
        {texts.done}
      </button>
    </div>
  );
}
