/** French, of what one does with a host's charts, and of what is below them. */

import type { OfHost } from "./catalogue";

const many = (n: number, one: string, other: string): string => (n < 2 ? one : other);

export const frHost: OfHost = {
  // The head
  connectedSince: (moment: string) => `connectée depuis le ${moment}`,
  statusSince: (status: string, moment: string) => `${status} depuis le ${moment}`,
  agentVersion: (version: string) => `agent ${version}`,
  fullestDisk: "Disque (max)",
  clockBehind: (span: string) => `horloge en retard de ${span}`,
  clockAhead: (span: string) => `horloge en avance de ${span}`,
  clockHint: "L’horloge de cette machine diffère de celle du hub. Ses mesures sont tout de même datées par l’horloge du hub.",

  // The time axis
  timeAxis: "Axe du temps",
  rangeFrom: "De",
  rangeTo: "À",
  rangeNow: "maintenant",
  customRange: "De … à …",
  rangeHint: "Par exemple 14:30, 2026-05-01 14:30, -2h ou maintenant",
  rangeUnread: "Ni une heure, ni une date",
  rangeOrder: "La fin doit être au moins dix secondes après le début.",
  rangeApply: "Afficher",
  copyLink: "Copier un lien vers ce qui est affiché",
  linkCopied: "Lien copié",
  unpin: "Retirer cet instant",
  viewMenu: "Affichage\u00a0: colonnes et repères",
  chartColumns: "Graphiques côte à côte",
  chartColumnsAuto: "Autant que possible",

  // Marks
  marks: "Repères sur l’axe du temps",
  markFamilies: { status: "En marche, en retard, absente", spikes: "Pics", runs: "Exécutions", chat: "Messages", people: "Arrivées et départs" },
  markStatus: { up: "La machine est de nouveau en marche", late: "La machine est en retard", down: "La machine ne répond plus" },
  markPeople: { join: (login: string) => `arrivée\u00a0: ${login}`, leave: (login: string) => `départ\u00a0: ${login}` },
  markChat: (login: string, text: string) => `${login}\u00a0: ${text}`,
  markRun: (login: string, command: string) => `${login} a lancé ${command}`,
  markSpike: (what: string) => `Pic\u00a0: ${what}`,
  marksAround: (n: number, time: string) => `${n} repères vers ${time}`,
  marksMore: (n: number) => many(n, "1 de plus", `${n} de plus\u00a0: cliquez pour les voir`),

  // Charts
  asTable: (what: string) => `${what}\u00a0: en tableau`,
  asChart: (what: string) => `${what}\u00a0: en graphique`,
  enlarge: (what: string) => `${what}\u00a0: sur toute la largeur`,
  shrink: (what: string) => `${what}\u00a0: réduire`,
  moreRows: "Lignes précédentes",
  lineSummary: (line: string, last: string, least: string, most: string, trend: string) =>
    `${line}\u00a0: ${last} à la fin, entre ${least} et ${most}, ${trend}.`,
  trends: { rising: "en hausse", falling: "en baisse", steady: "stable" },

  // Comparing
  compare: "Comparer",
  compareTime: "À un autre moment, plus tôt de",
  compareHosts: (most: number) => `À d’autres machines, ${most} au plus`,
  compareHost: "Machine",
  compareWithout: (host: string) => `Retirer ${host}`,
  compareStop: "Ne plus comparer",
  compareShow: "Afficher",
  compareOther: "Combien plus tôt",
  compareUnit: "Unité",
  hoursEarlier: "heures plus tôt",
  daysEarlier: "jours plus tôt",
  comparedTimes: { hour: "1 heure plus tôt", day: "1 jour plus tôt", week: "1 semaine plus tôt" },
  comparedBefore: (span: string) => `${span} plus tôt`,
  comparedHosts: (names: string) => `Avec ${names}`,
  comparedFullest: "Le plus plein\u00a0:",
  comparedHottest: "Le plus chaud\u00a0:",
  beforeColumn: "plus tôt",

  // Below the charts
  processFilter: "Nom, commande, compte ou PID",
  processPause: "Figer",
  processResume: "Reprendre",
  processCount: (shown: number, all: number) => (shown === all ? `${all} processus` : `${shown} processus sur ${all}`),
  mount: "Point de montage",
  device: "Périphérique",
  free: "Libre",
  size: "Taille",
  fullBy: "Plein le",
  fullHint: "S’il continue à se remplir comme la semaine passée",
  fullUnclear: "Il ne se remplit pas, ou pas assez régulièrement pour le prévoir",
  deviceTitles: { interfaces: "Interfaces réseau", disks: "Disques" },
  deviceCounts: { interfaces: "Paquets", disks: "Opérations" },
  totals: "Total affiché",
  lastMinutes: "Dernières minutes",
  sensor: "Capteur",
  now: "Actuellement",
  factGroups: { system: "Système", hardware: "Matériel", network: "Réseau", agent: "Agent", hub: "Dans ce hub" },
  copyFact: (name: string) => `Copier\u00a0: ${name}`,
  copyFacts: "Tout copier",

  // Actions
  hostGroup: "Cette machine",
  compareWith: (what: string) => `Comparer\u00a0: ${what}`,
  columnsOf: (n: number) => (n === 0 ? "Graphiques\u00a0: autant côte à côte que possible" : many(n, "Graphiques\u00a0: une colonne", `Graphiques\u00a0: ${n} colonnes`)),
  keyCursor: "Déplacer le curseur sur un graphique",
  keyPan: "Se déplacer dans le temps",
  keyZoom: "Agrandir et réduire",
  keyEnds: "Le début, et maintenant",
  keyWho: "Qui était actif sous le curseur",
  keyLeave: "Quitter le grand graphique, la comparaison, l’instant, le passé",
};
