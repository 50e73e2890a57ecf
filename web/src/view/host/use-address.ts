/** The address says what is shown, so that it can be shared; going back and forth shows it again. */

import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readComparison, writeComparison } from "../../core/compare";
import { readLook } from "../../core/look-address";
import { readMoment, writeLook } from "../../core/look-link";
import { watchSearch, writeSearch } from "../../edge/search";
import type { Comparing } from "../../store/comparing";
import type { HostView } from "../../store/host-view";

export function useAddress(view: HostView, comparing: Comparing): void {
  useEffect(() => {
    const { axis, pinned } = view;
    const read = (search: string): void => {
      pinned.value = readMoment(search);
      comparing.choose(readComparison(search));
    };
    read(location.search);
    const write = (): void => writeSearch(writeLook(axis.look.value, pinned.value, writeComparison(comparing.what.value)));
    const stopWriting = effect(write);
    const stopReading = watchSearch((search) => {
      axis.turn(readLook(search));
      read(search);
    });
    return () => {
      stopWriting();
      stopReading();
    };
  }, [view, comparing]);
}
