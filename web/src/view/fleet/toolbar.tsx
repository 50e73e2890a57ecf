/** Above the fleet: how it stands, the filter, running on many and adding a machine. Its tools are fetched apart. */

import type { ComponentChildren } from "preact";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { FleetTally } from "./tally";
import { FILTER } from "./use-fleet-keys";

// What stands in a bar whose buttons say what they do (px), and what each state there is adds to it.
const WITH_WORDS = 620;
const STATE = 110;

interface Props {
  view: FleetView;
  width: number;
  narrow: boolean;
  onAdd: () => void;
  onRun: () => void;
  children: ComponentChildren;
}

export function Toolbar({ view, width, narrow, onAdd, onRun, children }: Props) {
  const room = useRoom();
  const texts = t.value;
  const states = new Set(room.hosts.lines().map(({ host }) => host.status)).size;
  return (
    <div class="fleet-bar" data-words={width >= WITH_WORDS + states * STATE}>
      <h1 class="visually-hidden">{texts.fleet}</h1>
      <FleetTally view={view} />
      <div class="fleet-filter">
        <Icon name="search" size={14} />
        <label class="visually-hidden" for={FILTER}>
          {texts.filter}
        </label>
        <input
          id={FILTER}
          class="input"
          type="search"
          data-testid="fleet-filter"
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          placeholder={narrow ? texts.filterShort : texts.filterHint}
          value={view.typed.value}
          onInput={(event) => (view.typed.value = event.currentTarget.value)}
        />
      </div>
      <div class="fleet-tools">{children}</div>
      {room.may("run") && (
        <button type="button" class="button quiet fleet-add" data-testid="fleet-run" title={texts.fleetRun} aria-label={texts.fleetRun} onClick={onRun}>
          <Icon name="play" size={12} />
          <span>{texts.fleetRun}</span>
        </button>
      )}
      {room.may("invite") && (
        <button type="button" class="button quiet fleet-add" data-testid="add-machine" title={texts.addMachine} aria-label={texts.addMachine} onClick={onAdd}>
          <Icon name="plus" size={14} />
          <span>{texts.add}</span>
        </button>
      )}
    </div>
  );
}
