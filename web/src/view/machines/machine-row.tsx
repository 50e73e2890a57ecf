/** One machine: its name and labels are changed where they stand. */

import { useState } from "preact/hooks";
import { labelTexts } from "../../core/label";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostCell } from "../../store/hosts";
import type { Host } from "../../wire/messages.gen";
import { Chips } from "../parts/chips";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { memo } from "../parts/memo";
import { Menu } from "../parts/menu";
import { removeDialog } from "../shell/pieces";
import { LabelsField } from "./labels-field";
import { NameField } from "./name-field";

type Doing = "" | "rename" | "labels" | "remove";

interface Props {
  cell: HostCell;
  measure: (element: HTMLElement | null) => void;
  /** Which one of how many: only those in sight are there. */
  index: number;
  count: number;
}

export const MachineRow = memo(function MachineRow({ cell, measure, index, count }: Props) {
  const [doing, setDoing] = useState<Doing>("");
  const host = cell.host.value;
  const texts = t.value;
  const stop = (): void => setDoing("");
  return (
    <li
      ref={measure}
      class="machine-row machine-grid"
      data-machine={host.id}
      data-testid={`machine-row-${host.id}`}
      data-status={host.status}
      data-paused={host.paused ?? ""}
      aria-posinset={index}
      aria-setsize={count}
    >
      <div class="machine-name">
        <span class={`dot ${host.status}`} title={lookUp(texts.statuses, host.status)} />
        {doing === "rename" ? <NameField host={host} onClose={stop} /> : <Name host={host} />}
        <span class={host.status === "up" || host.paused ? "visually-hidden" : `machine-status ${host.status}`}>{lookUp(texts.statuses, host.status)}</span>
      </div>
      <div class="machine-labels">
        {doing === "labels" ? <LabelsField host={host} onClose={stop} /> : <Labels host={host} onEdit={() => setDoing("labels")} />}
      </div>
      <span class="machine-address" title={(host.addresses ?? []).join(", ")}>
        {host.ip || "–"}
      </span>
      <span class="machine-version">{host.version || "–"}</span>
      <span class="machine-joined">{host.joined ? formats.value.shortDay(host.joined) : "–"}</span>
      <Menu
        label={<span class="visually-hidden">{texts.more}</span>}
        title={`${texts.more}: ${host.name}`}
        testid={`machine-more-${host.id}`}
        className="icon-button"
        ofRow
        actions={[
          { id: "rename", label: texts.machineRename },
          { id: "labels", label: texts.machineLabelsEdit },
          { id: "remove", label: texts.remove, danger: true },
        ]}
        onAct={(id) => setDoing(id as Doing)}
      />
      {doing === "remove" && <removeDialog.View host={host} onClose={stop} leave={() => undefined} />}
    </li>
  );
});

function Name({ host }: { host: Host }) {
  return (
    <>
      <Link to={{ view: "host", id: host.id }} className="machine-link" title={host.name}>
        <bdi>{host.name}</bdi>
      </Link>
      {host.paused && <span class="badge warn" title={t.value.paused}>{t.value.pausedBadge}</span>}
    </>
  );
}

function Labels({ host, onEdit }: { host: Host; onEdit: () => void }) {
  const texts = t.value;
  const labels = labelTexts(host.labels);
  const name = texts.machineLabelsOf(host.name);
  return (
    <>
      {labels.length > 0 && <Chips values={labels} />}
      <button type="button" class="label-edit" data-testid={`labels-edit-${host.id}`} title={name} onClick={onEdit}>
        {labels.length > 0 ? <Icon name="plus" size={12} /> : texts.machineLabelAdd}
        <span class="visually-hidden"> {name}</span>
      </button>
    </>
  );
}
