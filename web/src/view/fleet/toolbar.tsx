/** Above the fleet: how it stands, the filter, the order on narrow screens, and adding a machine. */

import type { Signal } from "@preact/signals";
import { tally } from "../../core/fleet";
import { SORTS, type Sort } from "../../core/order";
import { t } from "../../i18n/language";
import { order } from "../../store/preferences";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import "../../style/forms.css";

interface Props {
  typed: Signal<string>;
  narrow: boolean;
  onAdd: () => void;
  onRun: () => void;
}

export function Toolbar({ typed, narrow, onAdd, onRun }: Props) {
  const room = useRoom();
  const texts = t.value;
  return (
    <div class="fleet-bar">
      <h1 class="visually-hidden">{texts.fleet}</h1>
      <Tally />
      <label class="fleet-filter">
        <Icon name="search" size={14} />
        <span class="visually-hidden">{texts.filter}</span>
        <input
          class="input"
          type="search"
          data-testid="fleet-filter"
          placeholder={narrow ? texts.filterShort : texts.filterHint}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      <label class="fleet-sort">
        <span class="visually-hidden">{texts.sortBy}</span>
        <select class="input" data-testid="fleet-sort" value={order.value.by} onChange={choose}>
          {SORTS.map((by) => (
            <option key={by} value={by}>
              {texts[by]}
            </option>
          ))}
        </select>
      </label>
      {room.may("run") && (
        <button type="button" class="button quiet fleet-add" data-testid="fleet-run" title={texts.runMany} aria-label={texts.runMany} onClick={onRun}>
          <Icon name="play" size={12} />
          <span>{texts.run}</span>
        </button>
      )}
      {room.may("invite") && (
        <button type="button" class="button quiet fleet-add" data-testid="add-machine" title={texts.addMachine} aria-label={texts.addMachine} onClick={onAdd}>
          <Icon name="plus" size={14} />
          <span>{texts.addMachine}</span>
        </button>
      )}
    </div>
  );
}

function choose(event: Event): void {
  const by = (event.currentTarget as HTMLSelectElement).value as Sort;
  order.value = { by, down: by !== "name" && by !== "status" };
}

function Tally() {
  const room = useRoom();
  const texts = t.value;
  const counts = tally([...room.hosts.cells.value.values()].map((cell) => cell.host.value));
  return (
    <p class="tally" data-testid="fleet-tally">
      {counts.down > 0 && (
        <span>
          <i class="dot down" /> {texts.hostsDown(counts.down)}
        </span>
      )}
      {counts.late > 0 && (
        <span>
          <i class="dot late" /> {texts.hostsLate(counts.late)}
        </span>
      )}
      <span>
        <i class="dot up" /> {texts.hostsUp(counts.up)}
      </span>
    </p>
  );
}
