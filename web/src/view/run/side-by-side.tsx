/** Every group beside the others. Terminals are there only where one looks. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Group } from "../../core/folding";
import type { RunLook } from "../../store/run-look";
import { GroupPanel } from "./group-panel";
import "./side-by-side.css";

const NEAR = "400px 0px"; // drawn before it is scrolled to

export function SideBySide({ id, look }: { id: string; look: RunLook }) {
  return (
    <div class="run-side" data-testid="run-side">
      {look.groups.value.map((group) => (
        <Place key={group.key} id={id} look={look} group={group} />
      ))}
    </div>
  );
}

function Place({ id, look, group }: { id: string; look: RunLook; group: Group }) {
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        const isNear = seen?.isIntersecting ?? false;
        // What is not drawn keeps its height: nothing moves while one scrolls.
        place.style.minHeight = isNear ? "" : `${place.offsetHeight}px`;
        setNear(isNear);
      },
      { rootMargin: NEAR },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} class="run-place">
      {near && <GroupPanel id={id} look={look} group={group} small />}
    </div>
  );
}
