/** Every machine of the fleet as what it is to an admin: its name and labels, its key, and the codes that let more in. */

import { useComputed, useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { matches, sorted } from "../../core/fleet";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { AddMachine } from "../fleet/add-machine";
import { Icon } from "../parts/icon";
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
      <header class="admin-head">
        <h1>
          {texts.adminPages.machines}
          {cells.size > 0 && <span class="muted">{formats.value.number(cells.size)}</span>}
        </h1>
        <input
          class="input"
          type="search"
          data-testid="machines-filter"
          aria-label={texts.filter}
          placeholder={texts.filterHint}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        <button type="button" class="button" data-testid="add-machine" onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} />
          {texts.addMachine}
        </button>
      </header>
      {paused.value.map((host) => (
        <PausedCard key={host.id} host={host} />
      ))}
      {hosts.known.value && cells.size === 0 && <p class="muted">{texts.emptyTitle}</p>}
      {cells.size > 0 && shown.value.length === 0 && <p class="muted">{texts.noMatch}</p>}
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
