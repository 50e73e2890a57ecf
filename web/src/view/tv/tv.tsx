/** A screen on a wall: one view after the other, large enough to be read from across the room, and loud when it is not live. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import { heldUntil, isHeld, progress, released, started, ticked, turned } from "../../core/rotation";
import { go } from "../../edge/place";
import { t } from "../../i18n/language";
import { SCREEN } from "../../store/room";
import { screenView } from "../../store/screen";
import { darkByDefault, fillScreen } from "../../store/wall";
import { useRoom } from "../context";
import { Lost } from "./lost";
import { ProgressLine } from "./progress-line";
import { Slide } from "./slide";
import { useNewVersion } from "./use-new-version";
import "./tv.css";
import "./slides.css";

const TICK_MS = 250;
const HOLD_MS = 60_000; // somebody is looking at it
const POINTER_MS = 3_000;
const DEFAULT = { name: "", views: ["/", "/room", "/clock"], seconds: 20 };

export function Tv() {
  const room = useRoom();
  const { views, seconds, name } = screenView.value ?? room.session.screen ?? DEFAULT;
  const length = seconds * 1_000;
  const turn = useMemo(() => started(performance.now()), []);
  const rotation = useSignal(turn);
  const share = useSignal(0);
  const pointer = useSignal(0);
  useNewVersion(room);
  useEffect(darkByDefault, []);
  useEffect(() => {
    const timer = window.setInterval(() => {
      const now = performance.now();
      rotation.value = ticked(rotation.peek(), views.length, length, now);
      share.value = isHeld(rotation.peek(), now) ? 0 : progress(rotation.peek(), length, now);
      if (pointer.peek() !== 0 && now - pointer.peek() > POINTER_MS) pointer.value = 0;
    }, TICK_MS);
    return () => window.clearInterval(timer);
  }, [views.length, length]);
  // Before it is seen: whoever sees it may press a key.
  useLayoutEffect(() => {
    const turnBy = (by: number) => {
      const now = performance.now();
      rotation.value = heldUntil(turned(rotation.peek(), by, views.length, now), now + HOLD_MS);
    };
    const hold = () => {
      const now = performance.now();
      rotation.value = isHeld(rotation.peek(), now) ? released(rotation.peek(), now) : heldUntil(rotation.peek(), Infinity);
    };
    const acts: Record<string, () => void> = {
      ArrowRight: () => turnBy(1),
      ArrowLeft: () => turnBy(-1),
      " ": hold,
      f: fillScreen,
      Escape: () => room.session.role !== SCREEN && go({ view: "fleet" }),
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = acts[event.key];
      if (act) event.preventDefault();
      act?.();
    };
    const onPointer = (): void => {
      const now = performance.now();
      pointer.value = now;
      rotation.value = heldUntil(rotation.peek(), now + HOLD_MS);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointermove", onPointer);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointermove", onPointer);
    };
  }, [views.length]);
  const at = rotation.value.at;
  const held = isHeld(rotation.value, performance.now());
  return (
    <main class="tv" data-testid="tv" data-view={views[at]} data-held={held} data-pointer={pointer.value === 0 ? "hidden" : "shown"} data-live={room.connection.phase.value.name === "live"}>
      <div class="tv-stage">
        <Slide key={views[at]} path={views[at] ?? "/"} name={name} />
      </div>
      <footer class="tv-foot">
        {held && (
          <span class="tv-held" data-testid="tv-held">
            {t.value.tvHeld}
          </span>
        )}
        <ProgressLine share={share} />
      </footer>
      <Lost />
    </main>
  );
}
