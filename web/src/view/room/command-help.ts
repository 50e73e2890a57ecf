/** The room's commands: what each takes and does. Whoever completes them and whoever explains them reads this. */

import { t } from "../../i18n/language";

export interface CommandHelp {
  takes?: string;
  does: string;
}

/** Return the help of each command by its name with the slash, in the language in use. */
export function commandHelp(): Readonly<Record<string, CommandHelp>> {
  const texts = t.value;
  return {
    "/run": { takes: texts.takesRun, does: texts.helpRun },
    "/msg": { takes: texts.takesMsg, does: texts.helpMsg },
    "/me": { takes: texts.takesMe, does: texts.helpMe },
    "/bye": { does: texts.helpBye },
    "/arret": { does: texts.helpArret },
  };
}
