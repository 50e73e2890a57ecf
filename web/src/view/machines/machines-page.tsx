/** Every machine of the fleet as what it is to an admin: its name and labels, its key, and the codes that let more in. */

import { useComputed, useSignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { sorted } from "../../core/fleet";
import { parseQuery } from "../../core/fleet-query";
import { testOf } from "../../core/query-test";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { EmptyState } from "../parts/empty-state";
import { Icon } from "../parts/icon";
import { useMeasuredRows } from "../parts/measured-rows";
import { PageHead } from "../parts/page-head";
import { SearchField } from "../parts/search-field";
import { VirtualRows } from "../parts/virtual-rows";
import { addMachine } from "../shell/pieces";
import { Codes } from "./codes";
import { MachineRow } from "./machine-row";
import { PausedCard } from "./paused-card";
import "./machines-page.css";

const ROW = 45; // pixels, until it was drawn
const BY_NAME = { by: "name", down: false } as const;

export function MachinesPage() {
  const { hosts } = useRoom();
  const typed = useSignal("");
  const [adding, setAdding] = useState(false);
  const [focused, setFocused] = useState("");
  /** Whatever is being written in a row stays, wherever one scrolls. */
  const keepFocused = (event: FocusEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-machine]");
    setFocused(row?.dataset["machine"] ?? "");
  };
  const texts = t.value;
  const shown = useComputed(() => {
    const { fixed } = testOf(parseQuery(typed.value)); // numbers are the fleet's
    return sorted(hosts.lines().filter(({ host }) => fixed(host)), BY_NAME).map(({ host }) => host.id);
  });
  const list = useRef<HTMLUListElement>(null);
  const { rows, measure } = useMeasuredRows(shown.value, ROW);
  const paused = useComputed(() => hosts.lines().map(({ host }) => host).filter((host) => host.paused));
  const cells = hosts.cells.value;
  return (
    <div class="admin" data-testid="machines-page">
      <PageHead title={texts.adminPages.machines} count={cells.size || null}>
        <SearchField testid="machines-filter" label={texts.filter} placeholder={texts.machineHint} value={typed.value} onType={(text) => (typed.value = text)} />
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
          <ul class="admin-list" aria-label={texts.adminPages.machines} ref={list} onFocusCapture={keepFocused} onBlurCapture={() => setFocused("")}>
            <VirtualRows
              rows={rows}
              box={list}
              gap="li"
              kept={[shown.value.indexOf(focused)]}
              keyOf={(index) => shown.value[index] ?? ""}
              draw={(index) => {
                const id = shown.value[index] ?? "";
                const cell = cells.get(id);
                return cell && <MachineRow cell={cell} measure={measure(id)} index={index + 1} count={shown.value.length} />;
              }}
            />
          </ul>
        </>
      )}
      <Codes />
      {adding && <addMachine.View onClose={() => setAdding(false)} />}
    </div>
  );
}
