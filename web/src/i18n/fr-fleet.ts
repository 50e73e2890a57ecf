/** French, of what a fleet is drawn with first. */

import type { Fleet } from "./catalogue";

const many = (n: number, one: string, other: string): string => (n < 2 ? one : other);

export const frFleet: Fleet = {
  filter: "Filtrer les machines",
  filterHint: "Nom, cpu>80…",
  filterShort: "Filtrer…",
  tallies: {
    down: (n) => many(n, `${n} absente`, `${n} absentes`),
    late: (n) => `${n} en retard`,
    expected: (n) => many(n, `${n} attendue`, `${n} attendues`),
    up: (n) => `${n} en marche`,
  },
  awaited: "Attendue\u00a0: lancez son agent",
  awaitedHint: "Elle a été admise et ne s’est jamais connectée. Sur cette machine\u00a0: tocsin-agent run, ou systemctl start tocsin-agent. Si elle n’est plus utile, retirez-la.",
  selectHost: (name) => `Sélectionner ${name}`,
  selectAll: "Sélectionner tout ce qui est affiché",
  groupWithout: (label) => `Sans ${label}`,
  groupUnknown: "Inconnu",
  columns: {
    status: "État",
    name: "Nom",
    cpu: "CPU",
    memory: "Mémoire",
    swap: "Swap",
    disk: "Disque",
    network: "Réseau",
    load: "Charge",
    uptime: "Uptime",
    labels: "Étiquettes",
    address: "Adresse",
    system: "Système",
    version: "Agent",
    cores: "Cœurs",
    since: "État depuis",
  },
  noMatch: "Aucune machine ne correspond à ce filtre.",
  emptyTitle: "Aucune machine pour l’instant",
  emptyText: "Une ligne sur une machine, et ses mesures apparaissent ici dans la seconde.",
  emptyWait: "Un admin peut créer la ligne qui ajoute une machine.",
  addMachine: "Ajouter une machine",
  add: "Ajouter",
  fleetRun: "Lancer…",
  showAll: "Tout afficher",
};
