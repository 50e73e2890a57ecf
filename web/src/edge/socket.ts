/** The WebSocket under a Link: carries out what it says, and tells it what happened. */

import type { Effect, Link } from "../wire/link";
import { CLOSE, SUBPROTOCOL } from "../wire/messages.gen";

const TICK_MS = 250;

export class Socket {
  private socket: WebSocket | null = null;
  private timer = 0;

  constructor(
    private readonly link: Link,
    private readonly url: string,
    private readonly onEffect: (effect: Effect) => void,
  ) {}

  start(): void {
    this.timer ||= window.setInterval(() => this.step((now) => this.link.tick(now)), TICK_MS);
    this.step((now) => this.link.start(now));
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.step(() => this.link.stop());
  }

  /** Let the link take something in, then do what it asks for. */
  step(input: (now: number) => void): void {
    input(Date.now());
    for (const effect of this.link.take()) this.carryOut(effect);
  }

  private carryOut(effect: Effect): void {
    if (effect.do === "open") this.open();
    else if (effect.do === "send") this.send(effect.frame);
    else if (effect.do === "close") this.drop();
    else this.onEffect(effect);
  }

  private open(): void {
    const socket = new WebSocket(this.url, SUBPROTOCOL);
    this.socket = socket;
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (this.socket === socket && typeof event.data === "string") {
        const frame = event.data;
        this.step((now) => this.link.received(frame, now));
      }
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.step((now) => this.link.closed(event.code || CLOSE.LOST, now));
    };
  }

  private send(frame: string): void {
    // What cannot be sent now is sent again after the next welcome: subscriptions and unanswered publishes.
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close(CLOSE.NORMAL);
  }
}
