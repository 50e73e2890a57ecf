/** A search in what was said: asked after a pause in typing, page by page; only the newest question's answer counts. */

import { batch, signal } from "@preact/signals";
import { ApiError } from "../edge/http";
import { searchTalk, type Found, type TalkQuestion } from "../edge/rooms-http";

const PAUSE_MS = 250;
const PAGE = 30;

export class TalkSearch {
  readonly asked = signal<TalkQuestion>({ text: "", topic: "", by: "" });
  readonly found = signal<readonly Found[]>([]);
  /** Where older finds begin, "" where there are none. */
  readonly next = signal("");
  readonly state = signal<"idle" | "asking" | "found" | "failed">("idle");
  private timer = 0;
  private under = new AbortController();

  ask(change: Partial<TalkQuestion>): void {
    this.asked.value = { ...this.asked.peek(), ...change };
    this.close();
    if (this.asked.peek().text.trim() === "") return this.clear();
    this.timer = window.setTimeout(() => void this.fetch(""), PAUSE_MS);
  }

  more(): Promise<void> {
    return this.fetch(this.next.peek());
  }

  /** Wait for no answer any more. */
  close(): void {
    window.clearTimeout(this.timer);
    this.under.abort();
  }

  private clear(): void {
    batch(() => {
      this.found.value = [];
      this.next.value = "";
      this.state.value = "idle";
    });
  }

  private async fetch(before: string): Promise<void> {
    const under = (this.under = new AbortController());
    this.state.value = "asking";
    try {
      const { found, next } = await searchTalk(this.asked.peek(), before, PAGE, under.signal);
      if (under.signal.aborted) return;
      batch(() => {
        this.found.value = before ? [...this.found.peek(), ...found] : found;
        this.next.value = next;
        this.state.value = "found";
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!under.signal.aborted) this.state.value = "failed";
    }
  }
}
