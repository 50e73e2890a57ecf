/** French. Its type is that of the English catalogue: a missing or surplus string does not compile. */

import type { First } from "./catalogue";

const many = (n: number, one: string, other: string): string => (n < 2 ? one : other);

export const fr: First = {
  fleet: "Parc",
  room: "Salon",
  runs: "Exécutions",
  skip: "Aller au contenu",
  language: "Langue",
  theme: "Thème",
  themes: { auto: "Système", light: "Clair", dark: "Sombre", contrast: "Contraste élevé" },
  account: "Vous",
  choice: (what, chosen) => `${what}\u00a0: ${chosen}`,
  loading: "Chargement…",

  insecure: "Liaison non chiffrée\u00a0: le réseau peut tout lire.",
  reload: "Recharger",
  notLoaded: "Cette partie n’a pu être chargée.",

  cores: "cœurs",
  statuses: { up: "en marche", late: "en retard", down: "absente", expected: "attendue" },
  paused: "En pause\u00a0: identité en double",
  downFor: (span) => `Absente depuis ${span}`,
  lateFor: (span) => `En retard depuis ${span}`,

  back: "Toutes les machines",
  sections: { compute: "CPU et mémoire", flow: "Réseau et disques", more: "Système" },
  groups: {
    cpu: "CPU",
    memory: "Mémoire",
    load: "Charge",
    network: "Réseau",
    disk: "Activité des disques",
    filesystem: "Systèmes de fichiers",
    paging: "Swap",
    temperature: "Températures",
    processes: "Processus",
  },
  variants: {
    total: "Total",
    modes: "Par type",
    cores: "Par cœur",
    each: "Détail",
    used: "Utilisé",
    activity: "Activité",
    all: "Tout",
  },
  words: {
    total: "total",
    used: "utilisé",
    cached: "cache",
    buffers: "tampons",
    read: "lu",
    write: "écrit",
    receive: "reçu",
    transmit: "envoyé",
    in: "entrée",
    out: "sortie",
    minute1: "1\u00a0min",
    minutes5: "5\u00a0min",
    minutes15: "15\u00a0min",
    processes: "processus",
  },
  core: (n) => `cœur ${n}`,
  perSecond: (n) => `${n}/s`,
  chartsWait: "En attente de mesures…",
  chartsDown: "Non connectée\u00a0: aucune mesure.",

  mentions: (n) => many(n, "1 message vous mentionne", `${n} messages vous mentionnent`),
  unread: (n) => many(n, "1 message non lu", `${n} messages non lus`),
  hideRoom: "Masquer le salon",
  showRoom: "Afficher le salon",
};
