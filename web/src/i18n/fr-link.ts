/** French, of how it stands with the hub, and with this browser. */

import type { Link } from "./catalogue";

export const frLink: Link = {
  offline: "Le hub ne répond pas.",
  nextTry: (seconds) => (seconds > 0 ? `Prochain essai dans ${seconds}\u00a0s.` : "Nouvel essai…"),
  offlineSince: (time) => `Ce que vous voyez date de ${time}. Ce que vous écrivez partira tout seul, une seule fois.`,
  retryNow: "Essayer maintenant",
  otherVersion: (version) => `Le hub est passé à une autre version (${version}) que cette page.`,
  partsGone: "Des parties de cette page ne sont plus sur le hub\u00a0: il sert une autre version.",
  reloadHint: "Recharger ne fait rien perdre, sauf ce que vous êtes en train d’écrire.",
  behind: "de retard",
  behindHint: (span) => `Ce que vous voyez arrive avec ${span} de retard\u00a0: la liaison avec le hub est lente.`,
  clockOff: "Horloge décalée",
  clockSlow: (span) => `L’horloge de cet ordinateur retarde de ${span}. Ici, toutes les heures sont celles du hub.`,
  clockFast: (span) => `L’horloge de cet ordinateur avance de ${span}. Ici, toutes les heures sont celles du hub.`,
  keepsNothing: "Ce navigateur ne garde rien de cette page\u00a0: vos choix et ce que vous avez lu seront oubliés quand vous la quitterez.",
};
