/** Français, du clavier, de la palette, de l’aide et des écrans. */

import type { Tools } from "./catalogue";

const many = (n: number, one: string, other: string): string => (n < 2 ? one : other);

export const frTools: Tools = {
  // Clavier
  goTo: "Aller à",
  toolsGroup: "Partout",
  choicesGroup: "Préférences",
  openPalette: "Recherche et commandes",
  openHelp: "Touches et commandes",
  seekHere: "Chercher ou filtrer ici",
  writeHere: "Écrire dans le salon",
  leaveField: "Quitter le champ, fermer ce qui est ouvert",
  nextTheme: "Thème suivant",
  keysOff: "Désactiver les raccourcis d’une seule touche",
  keysOn: "Activer les raccourcis d’une seule touche",
  otherWords: {
    fleet: "fleet hosts machines home hôtes accueil",
    runs: "runs commands history commandes historique",
    room: "room messages chat talk discussion",
    people: "people users accounts operators comptes opérateurs utilisateurs",
    machines: "agents codes invite join invitation ajouter",
    audit: "journal log trail",
    account: "account password tokens sessions profile mot de passe profil",
    help: "help shortcuts aide raccourcis",
    seek: "search find filter rechercher",
    write: "write say message dire",
    theme: "theme dark light colours sombre clair couleurs",
    language: "language langue français english anglais",
    keys: "shortcuts accessibility raccourcis accessibilité",
    dock: "dock panel room show hide panneau afficher cacher",
    tv: "tv wall display screen full mur écran plein",
    screens: "screens tv wall display link écrans mur lien",
  },

  // Palette
  searchShort: "Chercher…",
  palettePlaceholder: "Machine, personne, salon, exécution, action…",
  paletteHint: "> actions, @ personnes, # salons",
  paletteNothing: "Rien ne porte ce nom.",
  paletteFound: (n) => many(n, `${n} résultat`, `${n} résultats`),
  kinds: {
    moment: "Moment",
    host: "Machine",
    view: "Vue",
    room: "Salon",
    person: "Personne",
    run: "Exécution",
    saved: "Enregistrée",
    action: "Action",
  },
  showAt: (host, moment) => `Voir ${host} au moment ${moment}`,
  writeTo: (login) => `Écrire à ${login}`,
  confirmRun: (name, where) => `Exécuter ${name} sur ${where}\u202f? Appuyez encore sur Entrée.`,
  toChoose: "choisir",
  toOpen: "ouvrir",
  hostExpected: "attendu",
  hostPaused: "en pause",

  // Aide
  helpCommands: "Commandes du salon",
  helpSingle: "Raccourcis d’une seule touche",
  helpSingleHint: "Désactivez-les si vous dictez, ou s’il vous arrive d’appuyer par mégarde. Ctrl+K et Échap restent toujours actifs.",
  keyThen: "puis",
  keyNames: { Ctrl: "Ctrl", Esc: "Échap", Enter: "Entrée", Space: "Espace" },

  // Ce qui est dit aux lecteurs d’écran
  hubLost: "Le hub ne répond pas. Ce que vous voyez date d’avant.",
  hubBack: "Le hub répond de nouveau.",
  newMessages: (n) => many(n, "1 nouveau message", `${n} nouveaux messages`),

  // Écrans au mur
  tvMode: "Mode télévision",
  tvHeld: "En pause",
  tvLost: "Pas de liaison avec le hub",
  tvLostSince: (time) => `Depuis ${time}. Rien sur cet écran n’est à jour.`,
  tvMore: (n) => many(n, `${n} autre`, `${n} autres`),
  screens: "Écrans",
  screensText: "Un lien permet à un écran au mur de montrer le parc et le salon, sans compte. Qui l’a peut regarder, et rien de plus.",
  screenMade: "Ouvrez ce lien dans le navigateur de l’écran. Il n’est montré que cette fois.",
  screenBy: (by, until) => `par ${by}, jusqu’au ${until}`,
  screenBrowsers: (n, seen) => many(n, `${n} navigateur, vu la dernière fois ${seen}`, `${n} navigateurs, vus la dernière fois ${seen}`),
  screenNever: "pas encore ouvert",
  screenRevoke: "Révoquer",
  screenRevokeSure: "Éteindre maintenant\u202f?",
  screenName: "Nom",
  screenNameHint: "Où il est accroché",
  screenViews: "Ce qu’il montre tour à tour",
  screenClock: "Horloge",
  screenAddHost: "Ajouter une machine…",
  screenSeconds: "Chaque vue pendant",
  screenDays: "Le lien vaut",
  secondsEach: (n) => `${n} secondes`,
  daysLong: (n) => `${n} jours`,
  screenMake: "Créer un lien",
};
