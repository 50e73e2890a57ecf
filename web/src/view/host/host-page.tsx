/** One host: who it is, its charts on one axis, its facts, its processes. */

import { useEffect, useMemo } from "preact/hooks";
import { commandsOf } from "../../core/commands";
import { readLook } from "../../core/look-address";
import { letOthers, othersMay } from "../../edge/mark";
import { t } from "../../i18n/language";
import { Axis } from "../../store/axis";
import { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import { hostBelow, hostMissing, rangeBar } from "../shell/pieces";
import { Charts } from "./charts";
import { HostHead } from "./host-head";
import "./host-page.css";

export function HostPage({ id }: { id: string }) {
  const room = useRoom();
  const cell = room.hosts.cells.value.get(id);
  if (!room.hosts.known.value) return <p class="host muted">{t.value.loading}</p>;
  if (!cell) return <hostMissing.View />;
  return <Known key={id} id={id} />;
}

function Known({ id }: { id: string }) {
  const room = useRoom();
  const axis = useMemo(() => new Axis(readLook(location.search)), [id]);
  const view = useMemo(() => new HostView(room.connection, axis, id), [room, axis]);
  useEffect(() => () => view.close(), [view]);
  const cell = room.hosts.cells.value.get(id);
  const commands = commandsOf(view.facts.value);
  const name = cell?.host.value.name ?? id;
  useEffect(() => room.learnCommands(name, commands), [name, commands.join()]);
  const isSilent = cell?.host.value.status !== "up"; // what it once told is to be fetched, if there is anything
  useEffect(() => {
    if (isSilent) letOthers();
  }, [isSilent]);
  if (!cell) return null;
  return (
    <div class="host" data-testid="host-page">
      <HostHead cell={cell} commands={commands} />
      <div class="range-place">{othersMay.value && <rangeBar.View view={view} cell={cell} />}</div>
      <Charts view={view} host={cell.host.value} />
      {othersMay.value && <hostBelow.View view={view} cell={cell} />}
    </div>
  );
}
