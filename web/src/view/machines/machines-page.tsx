/** Every machine of the fleet as what it is to an admin: its name and labels, its key, and the codes that let more in. */

import { useComputed, useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { matches, sorted } from "../../core/fleet";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { AddMachine } from "../fleet/add-machine";
import { EmptyState } from "../parts/empty-state";
import { Icon } from "../parts/icon";
import { PageHead } from "../parts/page-head";
import { SearchField } from "../parts/search-field";
import { Codes } from "./codes";
import { MachineRow } from "./machine-row";
import { PausedCard } from "./paused-card";
import "./machines-page.css";

const BY_NAME = { by: "name", down: false } as const;

export function MachinesPage() {
  const { hosts } = useRoom();
  const typed = useSignal("");
  const [adding, setAdding] = useState(false);
  const texts = t.value;
  const shown = useComputed(() => sorted(hosts.lines(), BY_NAME).filter(({ host }) => matches(host, typed.value)).map(({ host }) => host.id));
  const paused = useComputed(() => hosts.lines().map(({ host }) => host).filter((host) => host.paused));
  const cells = hosts.cells.value;
  return (
    <div class="admin" data-testid="machines-page">
      <PageHead title={texts.adminPages.machines} count={cells.size || null}>
        <SearchField testid="machines-filter" label={texts.filter} placeholder={texts.filterHint} value={typed.value} onType={(text) => (typed.value = text)} />
        <button type="button" class="button" data-testid="add-machine" onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} />
          {texts.addMachine}
        </button>
      </PageHead>
      {paused.value.map((host) => (
        <PausedCard key={host.id} host={host} />
      ))}
      {hosts.known.value && cells.size === 0 && <EmptyState icon="server" title={texts.emptyTitle} />}
      {cells.size > 0 && shown.value.length === 0 && <EmptyState icon="search" title={texts.noMatch} />}
      {shown.value.length > 0 && (
        <>
          <div class="admin-heads machine-grid" aria-hidden="true">
            <span>{texts.name}</span>
            <span>{texts.machineLabels}</span>
            <span>{texts.machineAddress}</span>
            <span>{texts.machineAgent}</span>
            <span>{texts.machineJoined}</span>
            <span />
          </div>
          <ul class="admin-list" aria-label={texts.adminPages.machines}>
            {shown.value.map((id) => {
              const cell = cells.get(id);
              return cell && <MachineRow key={id} cell={cell} />;
            })}
          </ul>
        </>
      )}
      <Codes />
      {adding && <AddMachine onClose={() => setAdding(false)} />}
    </div>
  );
}
