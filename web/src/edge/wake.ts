/** When somebody looks at the page again, or the network is back: what was true before may be long over. */

/** Call `then` at each of these moments; returns how to stop. */
export function onWake(then: () => void): () => void {
  const look = (): void => {
    if (!document.hidden) then();
  };
  // `pageshow` and `resume`: the page was kept whole in the browser's memory, its timers and sockets stopped.
  const moments: [EventTarget, string][] = [
    [window, "online"],
    [window, "focus"],
    [window, "pageshow"],
    [document, "resume"],
    [document, "visibilitychange"],
  ];
  for (const [where, what] of moments) where.addEventListener(what, look);
  return () => {
    for (const [where, what] of moments) where.removeEventListener(what, look);
  };
}
