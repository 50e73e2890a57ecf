/** French, of doors, accounts and administration. */

import type { Locks } from "./catalogue";

export const frLocks: Locks = {
  tagline: "Un salon en direct pour vos machines et celles et ceux qui s’en occupent.",
  setupTitle: "Votre hub fonctionne",
  setupText: "Vous l’administrerez\u00a0: ajouter des machines, lancer des commandes, arrêter le hub.",
  setupLogin: "Votre identifiant",
  setupEnter: "Entrer",
  setupNoKeyTitle: "Ce lien n’a pas de clé",
  setupOldTitle: "Ce lien a déjà servi, ou il est trop ancien",
  setupOldText: "Un lien de mise en service sert une fois, pendant dix minutes. Sur la machine du hub, demandez-en un autre\u00a0:",
  joinTitle: "Rejoindre le salon",
  joinText: "Choisissez un identifiant. Tout le salon le verra, avec votre adresse.",
  joinLogin: "Identifiant",
  joinHint: "1 à 32 lettres, chiffres, points, tirets",
  joinEnter: "Rejoindre",
  lockedTitle: "Il vous faut un accès",
  lockedText: "Ce hub n’admet que ceux qu’il connaît. Sur la machine du hub, créez un lien et ouvrez-le\u00a0:",
  byeTitle: "Vous avez quitté le salon",
  byeText: "Votre session reste ouverte dans ce navigateur.",
  comeBack: "Revenir",
  overTitle: "Votre session est terminée",
  overText: "Identifiez-vous à nouveau pour continuer.",
  unreachableTitle: "Le hub ne répond pas",
  unreachableText: "Il démarre peut-être, ou le réseau est coupé. Cette page continue d’essayer.",
  badLogin:
    "Un identifiant a 1 à 32 lettres sans accent, chiffres, points, tirets ou soulignés, et commence par une lettre ou un chiffre.",
};
