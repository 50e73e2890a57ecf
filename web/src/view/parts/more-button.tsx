/** The next page of a list: it comes when its place is in sight, and on demand. */

import { useEffect, useRef } from "preact/hooks";

const AHEAD = "300px 0px"; // before one gets there

interface Props {
  label: string;
  testid?: string;
  /** Another one whenever a page has come, be it as long as the last: then it looks again whether it is in sight. */
  after: readonly unknown[];
  onMore: () => void;
}

export function MoreButton({ label, testid, after, onMore }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && onMore(), { rootMargin: AHEAD });
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  }, [after]);
  return (
    <button ref={button} type="button" class="button quiet small more-button" data-testid={testid} onClick={onMore}>
      {label}
    </button>
  );
}
