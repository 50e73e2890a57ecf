/** What one person said without being interrupted. */

import type { Said } from "../../core/timeline";
import { Message } from "./message";
import { useSpeaker } from "./use-speaker";

export function Speech({ by, ip, said }: { by: string; ip: string; said: readonly Said[] }) {
  const name = useSpeaker(by);
  return (
    <div class="speech">
      {said.map((one, index) => (
        <Message key={one.key} said={one} name={name} ip={ip} isFirst={index === 0} />
      ))}
    </div>
  );
}
