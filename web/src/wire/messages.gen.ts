// Generated from tocsin_wire by `python -m scripts.generate` (`make generate`): do not edit.

/** The WebSocket subprotocol both sides name. */
export const SUBPROTOCOL = "tocsin.v1";
/** Bytes of the longest message the hub reads. */
export const MAX_INBOUND = 65_536;
/** WebSocket frames one message may come in. */
export const MAX_INBOUND_FRAGMENTS = 64;
/** Bytes of the longest message the hub sends. */
export const MAX_OUTBOUND = 1_048_576;
/** The highest number: JSON carries it exactly. */
export const MAX_NUMBER = 9_007_199_254_740_991;
/** Characters of a topic's name. */
export const MAX_TOPIC_LENGTH = 96;
/** Characters of one chat message. */
export const MAX_CHAT = 4_000;
/** Keys set, and keys removed, in one `put`. */
export const MAX_PUT = 512;
/** Rows in one `Samples`. */
export const MAX_ROWS = 600;
/** Columns of a host. */
export const MAX_COLUMNS = 2_000;
/** Hosts of one run. */
export const MAX_TARGETS = 256;
/** Bytes of output in one `RunOutput`. */
export const MAX_CHUNK = 16_384;
/** Errors from this number on: the same request may be sent again. */
export const FIRST_RETRYABLE = 500;
/** Milliseconds without any frame after which a client takes the connection for lost. */
export const SILENCE_MS = 60_000;
/** Milliseconds a connection has to live before the next delay begins anew. */
export const PROVEN_MS = 20_000;
/** Publishes of one client that may be sent and unanswered. */
export const WINDOW = 128;
/** Seconds a client waits at least before it comes back. */
export const BACKOFF_FLOOR = 0.5;
/** Seconds it waits at most. */
export const BACKOFF_CEILING = 20;
/** The room that always exists. */
export const MAIN_ROOM = "room/main";
/** Who is connected. */
export const PEOPLE = "people";
/** Every host. */
export const HOSTS = "hosts";

/** What a login looks like. */
export const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
/** What the id of a publish looks like. */
export const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** How a topic treats a slow reader: a state conflates, a log lets it read behind. */
export type Kind = "state" | "log";

/**
 * A place in one continuous history of a topic.
 *
 * `epoch` names the history and is never reused; `number` is the last `seq` (log) or `rev` (state)
 * the reader has, 0 for nothing yet. Two positions compare only within one epoch.
 */
export interface Position {
  epoch: string;
  number: number;
}

/** Say which program is speaking. Optional for people, first message of an agent. */
export interface Hello {
  t: "hello";
  client: string;
  version: string;
  /** Random text made once per process: the hub tells a restarted agent from a reconnected one. */
  instance?: string;
}

/** Follow a topic: answered by `sub_ok`, then what was missed, then live. */
export interface Sub {
  t: "sub";
  topic: string;
  /** Resume after this position. Without it: the newest `tail` entries, or all there is. */
  since?: Position | null;
  /** Of a log: start at most this many entries before the head when nothing can be resumed. */
  tail?: number | null;
  /** Of a log: start at the first entry of this time or later. */
  at?: number | null;
  /** Be served at most once in so many milliseconds; 0 is as fast as the reader reads. */
  every_ms?: number;
}

/** Stop following a topic. Frames already on their way may still arrive. */
export interface Unsub {
  t: "unsub";
  topic: string;
}

/** Append `body` to a log: answered by `ack` or `nack`, sent again with its id until then. */
export interface Pub<B = unknown> {
  t: "pub";
  topic: string;
  /** The publisher's UUIDv7 of this publish. */
  id: string;
  body: B;
}

/** Write entries of a state. The latest value wins; only a refusal is answered, by `error`. */
export interface Put {
  t: "put";
  topic: string;
  set?: Record<string, unknown>;
  removed?: string[];
}

/** Ask for the hub's clock; the answer gives the round trip and the offset. */
export interface AskTime {
  t: "time";
  /** Milliseconds since 1970 UTC. */
  sent: number;
}

/** The first message of every connection: who the hub takes this client for. */
export interface Welcome {
  t: "welcome";
  version: string;
  connection: string;
  /** The operator's login, or the host's identity for an agent. */
  login: string;
  /** `guest`, `viewer`, `operator`, `admin`, `auditor`, `screen` or `agent`. */
  role: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** Random text of this run of the hub: another one means the hub was restarted. */
  hub: string;
}

/** A subscription stands. What follows continues the asked position when `recovered` is true. */
export interface SubOk {
  t: "sub_ok";
  topic: string;
  kind: Kind;
  epoch: string;
  /** Of a log: the oldest seq kept (head + 1 when empty). Of a state: the lowest resumable rev. */
  first: number;
  head: number;
  /** Reading goes on after this number: the next entry is `after + 1`, or a `gap` says why not. */
  after: number;
  recovered: boolean;
  /** `fresh`, `ok`, `retention` (a `gap` follows), `epoch` or `ahead` (forget what was known). */
  reason: string;
}

/** One numbered event of a log. Everything but `id` and `body` is the hub's own word. */
export interface Entry<B = unknown> {
  seq: number;
  id: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** Who: a login, `host/<id>` for a machine, `@hub` for the hub. */
  by: string;
  body: B;
  ip?: string;
}

/** The next entries of a log, contiguous with what this subscription got before. */
export interface LogFrame<B = unknown> {
  t: "log";
  topic: string;
  entries: Entry<B>[];
}

/** What changed in a state up to `rev`. With `reset`: forget what was known of it first. */
export interface StateFrame {
  t: "state";
  topic: string;
  rev: number;
  set?: Record<string, unknown>;
  removed?: string[];
  reset?: boolean;
  /** Given with `reset`. */
  epoch?: string;
  /** More of the same snapshot follows. */
  more?: boolean;
}

/** Entries `from` to `to` of a log, both included, are lost to this reader. */
export interface Gap {
  t: "gap";
  topic: string;
  from: number;
  to: number;
}

/** The log has a new history: forget the old one; entries start after `first - 1`. */
export interface Reset {
  t: "reset";
  topic: string;
  epoch: string;
  first: number;
}

/** The publish is in the log. */
export interface Ack {
  t: "ack";
  id: string;
  topic: string;
  /** 0 for a farewell: it was done, and is in no log. */
  seq: number;
  epoch: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** It was there already, from an earlier send of the same id. */
  dup?: boolean;
}

/** The publish is not in the log. Send it again only when `retryable`. */
export interface Nack {
  t: "nack";
  id: string;
  code: number;
  name: string;
  message: string;
  retryable?: boolean;
  after_ms?: number;
}

/** A message was refused. The connection lives. */
export interface Error {
  t: "error";
  code: number;
  name: string;
  message: string;
  topic?: string;
  id?: string;
}

/** Sent every 20 s: the hub's clock, and the head of every followed log that is fully sent. */
export interface Beat {
  t: "beat";
  /** Milliseconds since 1970 UTC. */
  at: number;
  heads?: Record<string, number>;
}

/** The answer to `time`. */
export interface TimeOk {
  t: "time_ok";
  /** Milliseconds since 1970 UTC. */
  sent: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/** A farewell; the connection closes after it. */
export interface Bye {
  t: "bye";
  /** `bye` (you said so), `stop` (somebody stopped the hub for everybody) or `restart`. */
  reason: string;
  /** Whose word it was: a login; `@hub` when the hub is stopped or restarted from outside. */
  by?: string;
}

/** Something said. */
export interface Chat {
  kind: "chat";
  text: string;
  /** Set by the hub in private logs: whom it was said to. */
  to?: string;
  /** The base id of the entry this answers: its id, without the `-copy` of a private copy. */
  reply?: string;
  /** Where that entry is in this log; 0 where it is not known. */
  reply_seq?: number;
}

/** A chat of the same person reads so from now on. */
export interface Edited {
  kind: "edit";
  /** The base id of the chat. */
  of: string;
  /** Where the chat is in this log; whoever publishes names its place in the log they read. */
  seq: number;
  text: string;
  /** Set by the hub in private logs, as in the chat. */
  to?: string;
}

/** A chat is to be read no more. The hub lets its author say so, and admins in rooms. */
export interface Deleted {
  kind: "delete";
  of: string;
  seq: number;
  to?: string;
}

/** Somebody marks a chat with an emoji, or (`off`) takes that back. */
export interface Reacted {
  kind: "react";
  of: string;
  seq: number;
  emoji: string;
  off?: boolean;
  to?: string;
}

/** Somebody arrived; `people` holds who is there. */
export interface Joined {
  kind: "join";
  login: string;
  role: string;
  /** How many people are there now. */
  count: number;
}

/** Somebody left. */
export interface Left {
  kind: "leave";
  login: string;
  /** `bye`, `lost`, `closed` or `stopped`. */
  reason: string;
  count: number;
}

/** A run was asked for; `run/<run>` tells the rest. */
export interface RunCard {
  kind: "run";
  run: string;
  command: string;
  hosts: string[];
}

/** Somebody stopped the hub for everybody. */
export interface HubStopped {
  kind: "stop";
  login: string;
}

/** A host a run was asked of, with its name at that time. */
export interface RunTarget {
  host: string;
  name: string;
}

/** The first entry of every run. */
export interface RunRequested {
  kind: "requested";
  command: string;
  targets: RunTarget[];
  by: string;
  timeout_ms: number;
  arguments?: string[];
  room?: string;
  /** The hosts as they were asked for: names, patterns (`web-*`), labels (`role=db`). */
  where?: string[];
}

/**
 * A host's part of the run changed state.
 *
 * `requested -> sent -> accepted -> running -> exited | signaled | timeout | canceled | denied |
 * expired | lost`; the last seven are final.
 */
export interface RunState {
  kind: "state";
  state: string;
  /** Set by the hub from who is speaking. */
  host?: string;
  code?: number | null;
  signal?: string;
  reason?: string;
  /** How long the command ran, by the agent's monotonic clock. */
  ms?: number;
  /** Of `sent`: the agent process it was sent to. Another one knows nothing of it. */
  instance?: string;
}

/** A piece of what the command wrote: exactly one of `text` and `base64`. */
export interface RunOutput {
  kind: "output";
  /** `out` or `err`. */
  stream: string;
  /** Of its first byte in that stream. */
  offset: number;
  host?: string;
  text?: string;
  /** Bytes that are not UTF-8. */
  base64?: string;
}

/** Bytes of a stream that were not kept. */
export interface RunSkipped {
  kind: "skipped";
  stream: string;
  offset: number;
  bytes: number;
  host?: string;
}

/** Somebody did something to a run. */
export interface RunAct {
  kind: "act";
  /** `cancel`, or the name of a signal, of RUN_SIGNALS. */
  act: string;
  by: string;
  /** Empty: to every host that was not done. */
  host?: string;
}

/** A run began; `run/<run>` tells the rest as long as it is kept. */
export interface RunListed {
  kind: "listed";
  run: string;
  command: string;
  targets: RunTarget[];
  by: string;
  timeout_ms: number;
  arguments?: string[];
  where?: string[];
}

/** Every host of a run is done. */
export interface RunEnded {
  kind: "ended";
  run: string;
  /** How many hosts came to which final state: `exited` with code 0, `failed` with another. */
  states: Record<string, number>;
  /** The hosts, by identity, that did not exit with 0. */
  failed?: string[];
  /** From when it was asked for to the last end, by the hub's clock. */
  ms?: number;
}

/** A run to be asked for again, by a name everybody sees. */
export interface SavedRun {
  name: string;
  command: string;
  where: string[];
  arguments?: string[];
  timeout_ms?: number;
  /** Who saved it. */
  by?: string;
}

/** Somebody wants a command run: written before it is sent. */
export interface AuditRun {
  kind: "run";
  run: string;
  by: string;
  role: string;
  ip: string;
  command: string;
  targets: RunTarget[];
  arguments?: string[];
}

/** Somebody wants a run canceled or signaled: written before that is sent. */
export interface AuditAct {
  kind: "act";
  run: string;
  by: string;
  role: string;
  ip: string;
  act: string;
  /** Empty: every host that was not done. */
  host?: string;
}

/** What became of a run on one host. */
export interface AuditResult {
  kind: "result";
  run: string;
  host: string;
  state: string;
  code?: number | null;
  signal?: string;
  reason?: string;
}

/** Somebody did, or was refused, what is worth remembering. */
export interface AuditDeed {
  kind: "deed";
  /** What: `login`, `logout`, `account`, `token`, `code`, `enrol`, `host`, `export`, `stop`... */
  deed: string;
  /** A login, `host/<id>` for a machine, `@hub` for whoever may read the hub's folder. */
  by: string;
  role?: string;
  ip?: string;
  /** What it was done to: a login, a host, the name of a token. */
  on?: string;
  detail?: string;
  refused?: boolean;
}

/** Run a command the machine's owner allows. Not begun after `not_after` (the hub's clock). */
export interface RunOrder {
  kind: "run";
  run: string;
  command: string;
  timeout_ms: number;
  /** Milliseconds since 1970 UTC. */
  not_after: number;
  by: string;
  arguments?: string[];
  /** Of who asked, as the hub knows it: `operator`, `admin`. */
  role?: string;
  /** Bytes of output that are told; beyond them the beginning and the end are. */
  keep?: number;
}

/** End a run: TERM to its process group, KILL after 5 s. */
export interface CancelOrder {
  kind: "cancel";
  run: string;
  by: string;
}

/** Send a signal, of RUN_SIGNALS, to the process group of a run. */
export interface SignalOrder {
  kind: "signal";
  run: string;
  signal: string;
  by: string;
}

/** Somebody watches `topic`: collect it for so long, unless told again. */
export interface Interest {
  kind: "interest";
  topic: string;
  lease_ms: number;
}

/**
 * Rows of numbers, each `[at, value, ...]`.
 *
 * `at` is the hub's clock as the agent knows it; the hub sets back what is ahead of it, unless it
 * is backlog. Then comes one value for each column of the list that `columns` names, null where
 * there was none.
 */
export interface Samples {
  kind: "rows";
  columns: string;
  rows: ((number | null)[])[];
  /** Sent late: history, not the present. */
  backlog?: boolean;
}

/** One column, named by OpenTelemetry's semantic conventions for system metrics. */
export interface Column {
  name: string;
  /** UCUM: `1` for a share from 0 to 1, `By`, `By/s`, `s`, `Cel`, `{operation}/s`. */
  unit: string;
  attributes?: Record<string, string>;
}

/** The value of `columns` in host/<id>/stats: what the numbers of a row are. */
export interface Columns {
  id: string;
  interval_ms: number;
  columns: Column[];
}

/** The value of `row` in host/<id>/stats: the newest row, written by the hub. */
export interface Row {
  columns: string;
  row: (number | null)[];
}

/** The value of `clock` in host/<id>/stats: how the agent's clock stands to the hub's. */
export interface Clock {
  offset_ms: number;
  round_trip_ms: number;
}

/** One process; its key is the pid. */
export interface Process {
  name: string;
  user: string;
  /** Share of one core since the last look, 1 is a whole core. */
  cpu: number;
  /** Resident bytes. */
  memory: number;
  command?: string;
}

/** One of the busiest processes of a moment. */
export interface BusyProcess {
  name: string;
  user: string;
  /** Share of one core since the last look, 1 is a whole core. */
  cpu: number;
  /** Resident bytes. */
  memory: number;
  command?: string;
  pid: number;
}

/** The ten busiest processes by CPU and the ten by memory, at a moment of a host's life. */
export interface Busiest {
  kind: "busiest";
  /** When (the hub's clock, as rows have it). */
  at: number;
  /** `minute`, or `spike`: a value left its normal band. */
  reason: string;
  processes: BusyProcess[];
  /** Of a spike: the column. */
  series?: string;
  /** Of a spike: what it had become. */
  value?: number | null;
}

/** A host came up, was late or went down: what its status became. */
export interface HostStatus {
  kind: "status";
  status: string;
  /** When. It is written a little later. */
  at: number;
}

/**
 * One thing about a host that seldom changes; its key is its name (`os`, `cpu`, `boot`...).
 *
 * `commands` names, with commas between, what may run there: of the agent's catalogue and its
 * owner's own. `shell` is `on` where an admin may run anything else too.
 */
export interface Fact {
  value: string;
}

/** The value of `<id>` in `hosts`. */
export interface Host {
  id: string;
  name: string;
  /**
   * `up`, `late` (3 intervals missed, 3 s at least), `down` (10 missed, 10 s, or gone), or
   * `expected`: it was let in and has never connected.
   */
  status: string;
  /** When the status began. */
  since: number;
  os?: string;
  labels?: Record<string, string>;
  addresses?: string[];
  /** The address the hub sees. */
  ip?: string;
  version?: string;
  cores?: number;
  /** Bytes. */
  memory?: number;
  /** Why nothing runs there until an admin decides: `clone`, two machines show its identity. */
  paused?: string;
  /** When it came into the fleet. */
  joined?: number;
}

/** The value of `<id>/now` in `hosts`: the newest row in eight numbers, null if unknown. */
export interface Now {
  /** Milliseconds since 1970 UTC. */
  at: number;
  cpu?: number | null;
  memory?: number | null;
  swap?: number | null;
  /** Share used of the fullest filesystem. */
  disk?: number | null;
  /** Bytes a second, over all interfaces. */
  receive?: number | null;
  transmit?: number | null;
  load?: number | null;
  /** Seconds. */
  uptime?: number | null;
}

/** The value of `<name>` in `rooms`: a room that there is. */
export interface Room {
  /** `room/<name>` is its log. */
  name: string;
  /** What people call it; empty: as its name. */
  title: string;
  /** Milliseconds since 1970 UTC. */
  created: number;
  /** Who began it: a login, or `@hub`. */
  by: string;
}

/** The value of `<login>` in `.../typing`: somebody is writing there now. */
export interface Typing {
  /** When they began, by the hub's clock. */
  since: number;
}

/** The value of one connection in `people`. */
export interface Person {
  login: string;
  role: string;
  ip: string;
  client: string;
  /** Milliseconds since 1970 UTC. */
  since: number;
  away?: boolean;
}

/** What a client sends. */
export type FromClient = Hello | Sub | Unsub | Pub | Put | AskTime;

/** What the hub sends. */
export type FromHub =
  | Welcome
  | SubOk
  | LogFrame
  | StateFrame
  | Gap
  | Reset
  | Ack
  | Nack
  | Error
  | Beat
  | TimeOk
  | Bye;

/** What `room/<name>` and `private/<login>` hold. */
export type RoomBody = Chat | Edited | Deleted | Reacted | Joined | Left | RunCard | HubStopped;

/** What `run/<id>` holds. */
export type RunBody = RunRequested | RunState | RunOutput | RunSkipped | RunAct;

/** What `runs` holds. */
export type RunsBody = RunListed | RunEnded;

/** What `audit` holds. */
export type AuditBody = AuditRun | AuditAct | AuditResult | AuditDeed;

/** What `host/<id>/inbox` holds. */
export type InboxBody = RunOrder | CancelOrder | SignalOrder | Interest;

/** What the end of a connection tells the client to do. */
export const CLOSE = {
  /** After a farewell: stay away until the person asks to come back. */
  NORMAL: 1000,
  /** The hub was stopped by somebody (`arret`): do not come back by yourself. */
  GOING_AWAY: 1001,
  PROTOCOL_ERROR: 1002,
  UNSUPPORTED_DATA: 1003,
  /** Never sent: the connection was cut without a closing handshake. */
  LOST: 1006,
  BAD_UTF8: 1007,
  POLICY: 1008,
  TOO_BIG: 1009,
  /** The hub comes back: reconnect with full jitter. */
  RESTART: 1012,
  /** Too many messages that are not of the protocol, or not allowed. */
  BAD_MESSAGES: 4400,
  /** The session ended: log in again. */
  SESSION_OVER: 4401,
  FORBIDDEN: 4403,
  /** Pings stayed unanswered. */
  UNRESPONSIVE: 4408,
  /** Another connection took this one's place. */
  SUPERSEDED: 4409,
  /** What you may do has changed: come back, and the welcome tells your new role. */
  RENEWED: 4410,
  /** The other side speaks another version of the protocol. */
  UPGRADE: 4426,
  /** Thousands of publishes although each `nack` said to wait. */
  TOO_FAST: 4429,
} as const;

/** After these, and only these, a client comes back by itself. */
export const RETRY_CLOSES: readonly number[] = [1006, 1012, 4408, 4410, 4429];

/** The numbers of the errors, by name. From FIRST_RETRYABLE on: try again later. */
export const ERRORS = {
  /** The message is not of the protocol. */
  bad_message: 100,
  /** Not JSON, not UTF-8, nested too deeply, or not an object. */
  bad_json: 101,
  /** The tag `t` is missing, there twice, or names no message. */
  unknown_type: 102,
  /** A field is missing, unknown, of another type or out of range. */
  bad_field: 103,
  /** Longer than the bound of its kind. */
  too_large: 104,
  /** The topic's name is malformed or is in no row of the topic table. */
  bad_topic: 105,
  /** A text holds control characters or direction overrides, or is empty. */
  bad_text: 106,
  /** This principal may not do that. */
  forbidden: 200,
  /** No valid session or token came with the request. */
  unauthorized: 201,
  /** The topic is not among the connection's subscriptions. */
  not_subscribed: 202,
  /**
   * What was asked for is dangerous, and it is too long ago that the person proved who they are.
   *
   * `POST /api/session/proof` proves it; then the same may be asked again.
   */
  proof_needed: 203,
  /** The login or the password is wrong. Which of them is not told. */
  wrong_login: 204,
  /** The password is right; the account also wants a code of its second factor. */
  code_needed: 205,
  /** What an agent signed is used or too old: it says hello and signs what the hub answers. */
  stale_nonce: 206,
  /** What was named does not exist. */
  not_found: 300,
  /** The topic's name is well formed, but there is no such topic. */
  unknown_topic: 301,
  /** No host has that name or identity. */
  unknown_host: 302,
  /** Nobody is known by that login. */
  unknown_login: 303,
  /** No run has that identity, or it is no longer kept. */
  unknown_run: 304,
  /** Understood and allowed, but it cannot be done as asked. */
  refused: 400,
  /** Somebody else is here under that login. */
  login_taken: 401,
  /** The same id was published before with another body. */
  conflict: 402,
  /** A bound on a count (subscriptions, connections, rooms) is reached. */
  too_many: 403,
  /** The host is known but not connected. */
  host_down: 404,
  /** A join code or set-up key is wrong, used or too old. */
  bad_code: 405,
  /** The id was made more than 24 hours ago: whether it was published is no longer known. */
  expired_id: 406,
  /** Two machines show the same identity: nothing runs there until an admin decides. */
  host_paused: 407,
  /** The hub cannot do it now; the same request may be sent again. */
  unavailable: 500,
  /** The hub's queues are full. */
  busy: 501,
  /** More than this principal's rate. */
  too_fast: 502,
  /** The hub is stopping or restarting. */
  stopping: 503,
  /** The hub's disk takes no more; what is known can still be read. */
  storage_full: 504,
} as const;

/** Every form of topic name; `*` stands for exactly one segment. */
export const TOPIC_FORMS = [
  /** Written by operators, the hub: the timeline: chat, joins and leaves, run cards. */
  { pattern: "room/*", kind: "log" },
  /** Written by operators: private messages to and from one login. */
  { pattern: "private/*", kind: "log" },
  /** Written by the hub: the rooms there are; key = room's name. */
  { pattern: "rooms", kind: "state" },
  /** Written by people, of themselves: who is writing; key = login. */
  { pattern: "room/*/typing", kind: "state" },
  /** Written by people, of themselves: who is writing; key = login. */
  { pattern: "private/*/typing", kind: "state" },
  /** Written by the hub: who is connected; key = connection. */
  { pattern: "people", kind: "state" },
  /** Written by the hub: every host; key = host, and host/now for its newest summary. */
  { pattern: "hosts", kind: "state" },
  /** Written by that agent, the hub: newest row, its columns, the agent's clock. */
  { pattern: "host/*/stats", kind: "state" },
  /** Written by that agent: rows of numbers, one a second. */
  { pattern: "host/*/samples", kind: "log" },
  /** Written by that agent, while watched: the busiest processes; key = pid. */
  { pattern: "host/*/processes", kind: "state" },
  /** Written by that agent: system, hardware, addresses, versions. */
  { pattern: "host/*/facts", kind: "state" },
  /**
   * Written by that agent: the busiest processes of each minute, and of the moment a value left its
   * band.
   */
  { pattern: "host/*/busiest", kind: "log" },
  /** Written by the hub: when the host came up, was late, went down. */
  { pattern: "host/*/events", kind: "log" },
  /** Written by the hub: what the agent is asked to do. */
  { pattern: "host/*/inbox", kind: "log" },
  /** Written by the hub, agents: one run: its lifecycle and its output. */
  { pattern: "run/*", kind: "log" },
  /** Written by the hub: which runs there were, and how they ended. */
  { pattern: "runs", kind: "log" },
  /** Written by the hub: runs to be asked for again; key = identity. */
  { pattern: "saved-runs", kind: "state" },
  /** Written by the hub: who wanted what done, before it was, and what became of it. */
  { pattern: "audit", kind: "log" },
] as const;

/** The states of a run that no other follows. */
export const RUN_FINAL = [
  "canceled",
  "denied",
  "exited",
  "expired",
  "lost",
  "signaled",
  "timeout",
] as const;

/** The signals one may send to a run. */
export const RUN_SIGNALS = ["INT", "TERM", "QUIT", "KILL", "STOP", "CONT"] as const;
