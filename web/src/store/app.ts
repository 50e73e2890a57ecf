/** The page as a whole: at the door or inside, and how one gets from one to the other. */

import { batch, signal } from "@preact/signals";
import { ApiError, type Api, type HubInfo, type Session } from "../edge/http";
import { newId } from "../edge/random";
import { go, route, takeSetupKey } from "../edge/place";
import { CLOSE } from "../wire/messages.gen";
import { Room, SCREEN } from "./room";

export type Stage =
  | { name: "starting" }
  | { name: "unreachable" }
  | { name: "setup"; key: string }
  /** `over`: the session that ended by itself. */
  | { name: "entry"; over: Session | null }
  | { name: "bye" }
  | { name: "inside" };

const AGAIN_MS = 2_000;

export class App {
  readonly stage = signal<Stage>({ name: "starting" });
  readonly hub = signal<HubInfo | null>(null);
  readonly room = signal<Room | null>(null);
  private unwatch: () => void = () => undefined;

  constructor(
    readonly api: Api,
    private readonly socketUrl: string,
  ) {}

  async start(): Promise<void> {
    // Another link pasted into this window may change nothing but the fragment.
    window.addEventListener("hashchange", () => this.takeKey());
    const hasKey = this.takeKey();
    void this.api.hub().then((info) => (this.hub.value = info), () => undefined);
    if (route.value.view === "tv") await import("./screen").then(({ openScreen }) => openScreen(), () => undefined);
    if (!hasKey) await this.resume();
  }

  /** Stand at the door the address has a key for, if it has one. */
  private takeKey(): boolean {
    const key = route.value.view === "setup" ? takeSetupKey() : "";
    if (key) this.stage.value = { name: "setup", key };
    return key !== "";
  }

  /** Go in when there is a session, else to the door that fits this hub. */
  async resume(): Promise<void> {
    try {
      this.enter(await this.api.session());
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) await this.door(null);
      else this.unreachable();
    }
  }

  /** Begin what a session opens. */
  enter(session: Session): void {
    this.leaveRoom();
    const room = new Room(session, this.api, this.socketUrl, newId(Date.now()));
    batch(() => {
      this.room.value = room;
      this.stage.value = { name: "inside" };
      if (session.role === SCREEN) go({ view: "tv" });
      else if (route.value.view === "setup") go({ view: "fleet" });
    });
    room.start();
    this.unwatch = room.watch((phase) => {
      if (phase.name === "waiting") void this.askWhetherOver(room);
      if (phase.name !== "ended" || phase.code === 0) return;
      queueMicrotask(() => this.ended(phase.code));
    });
  }

  /** Come back after a farewell or after the hub was stopped. */
  comeBack(): void {
    this.stage.value = { name: "inside" };
    this.room.value?.connection.start();
  }

  async logOut(): Promise<void> {
    const { login } = this.room.peek()?.session ?? { login: "" };
    void import("./drafts").then(({ dropDrafts }) => dropDrafts(login), () => undefined);
    await this.api.leave().catch(() => undefined);
    this.unwatch(); // what ends now ends on purpose
    this.room.value?.end();
    await this.door(null);
  }

  private ended(code: number): void {
    if (this.stage.value.name !== "inside") return;
    if (code === CLOSE.NORMAL) this.stage.value = { name: "bye" };
    if (code === CLOSE.SESSION_OVER) void this.door(this.room.value?.session ?? null);
  }

  /** A refused handshake looks like a lost connection: only HTTP can tell them apart. */
  private async askWhetherOver(room: Room): Promise<void> {
    const status = await this.api.session().then(
      () => 200,
      (error: unknown) => (error instanceof ApiError ? error.status : 0),
    );
    if (status === 401 && this.room.value === room) room.connection.refuse();
  }

  private async door(over: Session | null): Promise<void> {
    const info = await this.api.hub().catch(() => this.hub.value); // what was true may have changed since
    if (!info) return this.unreachable();
    batch(() => {
      this.leaveRoom();
      this.hub.value = info;
      this.stage.value = { name: "entry", over };
    });
  }

  private leaveRoom(): void {
    this.unwatch();
    this.unwatch = () => undefined;
    this.room.value?.end();
    this.room.value = null;
  }

  private unreachable(): void {
    this.stage.value = { name: "unreachable" };
    window.setTimeout(() => void this.resume(), AGAIN_MS);
  }
}
