/** Everything the palette knows of: hosts, views, rooms, people, runs and what can be done here. */

import { shownLine } from "../../core/command-line";
import type { Entry } from "../../core/palette";
import { roomOf, roomTopic, routeOf } from "../../core/talk";
import { readMoment } from "../../core/moment";
import { MINUTE } from "../../core/time-range";
import type { RunLine } from "../../core/run-list";
import { go, route } from "../../edge/place";
import { showPath } from "../../edge/show-path";
import { formats, t } from "../../i18n/language";
import { actions, type Action } from "../../store/actions";
import type { Room } from "../../store/room";
import { askFor } from "../../store/run-request";
import { talksOf } from "../../store/talks";
import type { Saved } from "../../store/saved-runs";
import { MAIN_ROOM, type Host } from "../../wire/messages.gen";

const BESIDE_MS = 15 * MINUTE; // on either side of a moment one asks for
const LEADS_TO_VIEW = "go:";

export function hostEntries(room: Room): Entry[] {
  const cells = [...room.hosts.cells.value.values()];
  const hosts = cells.map((cell) => cell.host.value).sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return hosts.map((host) => {
    const labels = Object.entries(host.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    const status = statusOf(host);
    return { id: `host:${host.id}`, kind: "host", title: host.name, detail: labels.join(" · "), words: labels.join(" "), ...(status && { status }), run: () => go({ view: "host", id: host.id }) };
  });
}

/** Views are actions too, of which the keyboard knows. What can be done everywhere comes after what can be done here. */
export function actionEntries(): Entry[] {
  const { toolsGroup, choicesGroup } = t.value;
  const everywhere = [toolsGroup, choicesGroup];
  const all = actions().filter(({ id }) => id !== "palette");
  return [...all.filter(({ group }) => !everywhere.includes(group)), ...all.filter(({ group }) => everywhere.includes(group))]
    .map((action) => ({ ...action, kind: kindOf(action), detail: action.group }));
}

/** The main room, those one follows, then those one could join. */
export function roomEntries(room: Room): Entry[] {
  const talks = talksOf(room);
  const main = roomOf(MAIN_ROOM);
  const others = [...talks.rooms.value.values()].filter(({ name }) => name !== main).map(({ name, title }) => ({ name, title, isJoined: talks.isJoined(name) }));
  others.sort((a, b) => Number(b.isJoined) - Number(a.isJoined) || a.name.localeCompare(b.name));
  return [{ name: main, title: "", isJoined: true }, ...others].map(({ name, title, isJoined }) => ({
    id: `room:${name}`,
    kind: "room",
    title: name,
    detail: [title, isJoined ? "" : t.value.notJoined].filter(Boolean).join(" · "),
    words: title,
    run: () => go(routeOf(roomTopic(name))),
  }));
}

export function personEntries(room: Room): Entry[] {
  const texts = t.value;
  const present = room.people.present.value.map(({ login, role }) => ({ login, role: texts.roles[role as keyof typeof texts.roles] }));
  const known = room.privates.partners.value.filter(({ login }) => !present.some((one) => one.login === login)).map(({ login }) => ({ login, role: "" }));
  return [...present, ...known]
    .filter(({ login }) => login !== room.session.login)
    .map(({ login, role }) => ({ id: `person:${login}`, kind: "person", title: login, detail: role || texts.away, words: texts.writeTo(login), run: () => go({ view: "room", with: login }) }));
}

export function runEntries(lines: readonly RunLine[]): Entry[] {
  return lines.map(({ run, command, arguments: args, by, at }) => ({
    id: `run:${run}`,
    kind: "run",
    title: shownLine(command, args),
    detail: `${by} · ${formats.value.moment(at)}`,
    words: by,
    run: () => go({ view: "run", id: run }),
  }));
}

export function savedEntries(room: Room, saved: readonly Saved[]): Entry[] {
  if (!room.may("run")) return [];
  return saved.map(({ id, name, command, where, arguments: args = [], timeout_ms: timeoutMs = 0 }) => ({
    id: `saved:${id}`,
    kind: "saved",
    title: name,
    detail: `${shownLine(command, args)} · ${where.join(", ")}`,
    words: shownLine(command, args),
    confirm: t.value.confirmRun(name, where.join(", ")),
    run: () => void askFor({ hosts: where, command, arguments: args, timeoutMs }).then((run) => go({ view: "run", id: run }), () => go({ view: "runs", host: "" })),
  }));
}

/** The moment somebody names while they look at a host. */
export function momentEntry(room: Room, typed: string): Entry[] {
  const at = route.value;
  const moment = at.view === "host" ? readMoment(typed, room.connection.now()) : null;
  if (at.view !== "host" || moment === null) return [];
  const title = t.value.showAt(room.hosts.nameOf(at.id), formats.value.moment(moment));
  const until = Math.min(room.connection.now(), moment + BESIDE_MS);
  const path = `/host/${encodeURIComponent(at.id)}?from=${moment - BESIDE_MS}&to=${until}&at=${moment}`;
  return [{ id: `moment:${moment}`, kind: "moment", title, run: () => showPath(path) }];
}

function kindOf({ id }: Action): Entry["kind"] {
  return id.startsWith(LEADS_TO_VIEW) ? "view" : "action";
}

function statusOf(host: Host): Entry["status"] {
  if (host.paused) return "paused";
  const status: string = host.status;
  return status === "late" || status === "down" || status === "expected" ? status : undefined;
}
