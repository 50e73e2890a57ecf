/** Does what may fail because of the hub, and keeps what to say then. */

import { useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { errorText } from "../../i18n/catalogue";
import { t } from "../../i18n/language";

export interface Attempts {
  problem: string;
  setProblem: (text: string) => void;
  /** Resolves to whether it was done. */
  attempt: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** `explain` may say of a failure more than its number does; "" leaves it to that. */
export function useAttempt(explain: (error: ApiError) => string = () => ""): Attempts {
  const [problem, setProblem] = useState("");
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    setProblem("");
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(explain(error) || errorText(t.value, error.code, error.message));
      return false;
    }
  };
  return { problem, setProblem, attempt };
}
