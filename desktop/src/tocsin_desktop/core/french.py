"""French."""

from __future__ import annotations

from typing import Final

from tocsin_desktop.core.address import Slip
from tocsin_desktop.core.texts import (
    AbsenceTexts,
    FormTexts,
    LocalTexts,
    MenuTexts,
    PinTexts,
    Texts,
)
from tocsin_desktop.core.trouble import Trouble

_MENU: Final = MenuTexts(
    hub="&Hub",
    connect="Se &connecter…",
    recent="Hubs &récents",
    forget_recent="Les oublier",
    reload="Rec&harger",
    disconnect="Dire au revoir et se &déconnecter",
    stop_hub="&Arrêter le hub…",
    start_local="Démarrer un hub sur cet &ordinateur",
    local_log="Journal du hub de cet ordinateur",
    quit="&Quitter",
    edit="&Édition",
    undo="&Annuler",
    redo="&Rétablir",
    cut="Co&uper",
    copy="&Copier",
    paste="C&oller",
    select_all="&Tout sélectionner",
    view="&Affichage",
    fleet="&Parc",
    room="&Salon",
    runs="E&xécutions",
    zoom_in="A&grandir",
    zoom_out="&Réduire",
    zoom_normal="Taille &normale",
    full_screen="P&lein écran",
    tv="Mode &télé",
    print_pdf="&Imprimer en PDF…",
    keep_in_tray="&Rester dans la zone de notification à la fermeture",
    help="Aid&e",
    how_to="&Clavier et commandes",
    about="À &propos de Tocsin",
    show="Afficher Tocsin",
)

_FORM: Final = FormTexts(
    title="Se connecter à un hub",
    lead="L’adresse est celle que vous ouvririez dans un navigateur.",
    address="Adresse",
    address_hint="Un nom, une adresse IP ou une URL",
    port="Port",
    login="Identifiant",
    login_hint="Laissez vide si la page du hub doit le demander.",
    security="Sécurité",
    security_auto="Automatique",
    security_tls="Chiffrée (TLS)",
    security_plain="Non chiffrée",
    pin="Empreinte du certificat",
    pin_hint="Seulement si le hub a sa propre autorité\u00a0: ce qu’il affiche après «\u00a0trust\u00a0».",
    more="Plus de réglages",
    stay="Rester connecté sur cet ordinateur",
    stay_unusable="Ce système n’a pas de trousseau\u00a0: il faudra se connecter à chaque démarrage.",
    connect="Se connecter",
    connecting="Connexion…",
    cancel="Annuler",
    recent="Hubs récents",
    local="Démarrer un hub sur cet ordinateur",
    local_hint="Un hub et un agent à vous, arrêtés avec cette fenêtre.",
    bad_pin="Une empreinte est faite de 32 paires de chiffres 0–9 et de lettres A–F\u00a0: copiez la "
    "ligne entière.",
    bad_login="Un identifiant a 1 à 32 lettres, chiffres, «\u00a0.\u00a0», «\u00a0_\u00a0» ou "
    "«\u00a0-\u00a0», et commence par une lettre ou un chiffre.",
    plain_warning="Non chiffré\u00a0: tout le réseau peut tout lire, mots de passe compris.",
)

_ABSENCE: Final = AbsenceTexts(
    title="{hub} est injoignable",
    title_old="Cette fenêtre ne peut pas montrer la page",
    reaching="Connexion à {hub}…",
    again_in="Nouvel essai dans {n}\u00a0s",
    again_now="Nouvel essai…",
    not_by_itself="Attendre n’y changera rien. Corrigez, puis réessayez.",
    try_now="Essayer maintenant",
    other_hub="Autre hub",
    detail="Le système dit\u00a0: {detail}",
)

_PIN: Final = PinTexts(
    title="Est-ce bien votre hub\u00a0?",
    lead="{hub} a sa propre autorité de certification, que cet ordinateur ne connaît pas encore. "
    "Son empreinte\u00a0:",
    compare="Comparez-la à ce que le hub a affiché après «\u00a0trust\u00a0» en démarrant, ou à ce "
    "qu’affiche «\u00a0tocsin-hub tls\u00a0» sur sa machine. Si un seul chiffre diffère, quelqu’un "
    "d’autre répond.",
    changed="{hub} montre une autre autorité que celle à laquelle vous avez fait confiance. Ou le "
    "hub a été réinstallé, ou quelqu’un d’autre répond. Son empreinte maintenant\u00a0:",
    trust="C’est la même\u00a0: faire confiance",
    refuse="Ne pas se connecter",
)

_LOCAL: Final = LocalTexts(
    title="Hub de cet ordinateur",
    starting="Démarrage…",
    running="En marche. Il s’arrête quand vous quittez Tocsin.",
    stopped="Arrêté.",
    failed="Il n’a pas pu démarrer\u00a0: {reason}",
    stop="L’arrêter",
    close="Fermer",
    copy="Copier le journal",
    not_installed="Le programme du hub n’est pas installé à côté de celui-ci\u00a0: pip install "
    "tocsin-hub tocsin-agent.",
)

_SLIPS: Final = {
    Slip.EMPTY: "Tapez l’adresse du hub, par exemple hub.example ou 10.0.0.7.",
    Slip.NAME: "Ce n’est ni un nom ni une adresse IP\u00a0: par exemple hub.example ou 10.0.0.7.",
    Slip.PORT: "Un port est un nombre de 1 à 65535. Celui d’un hub est 8765.",
    Slip.SCHEME: "L’adresse d’un hub commence par https:// ou http://, ou par aucun des deux.",
    Slip.PATH: "Enlevez ce qui suit le nom et le port\u00a0: seul le hub est demandé.",
    Slip.USER: "Enlevez ce qui précède le @\u00a0: l’identifiant a son champ, le mot de passe n’en a "
    "pas.",
}

_TROUBLES: Final = {
    Trouble.NO_SUCH_NAME: "Aucun ordinateur n’a ce nom. Vérifiez l’orthographe, et que vous êtes sur "
    "le bon réseau ou VPN.",
    Trouble.REFUSED: "L’ordinateur est là, mais rien n’écoute sur ce port. Le hub est-il démarré, et "
    "le port est-il le bon\u00a0?",
    Trouble.TIMED_OUT: "Pas de réponse. L’ordinateur est peut-être éteint, ou un pare-feu fait "
    "barrage.",
    Trouble.NO_ROUTE: "Aucun chemin ne mène d’ici à cet ordinateur. Vérifiez le réseau ou le VPN.",
    Trouble.NOT_TOCSIN: "Quelque chose répond, mais ce n’est pas un hub Tocsin. Vérifiez le port.",
    Trouble.OTHER_VERSION: "Le hub parle une autre version du protocole. Installez la version de ce "
    "programme qui va avec.",
    Trouble.WANTS_TLS: "Ce hub ne parle que chiffré. Choisissez «\u00a0Chiffrée (TLS)\u00a0», ou "
    "écrivez https://.",
    Trouble.WANTS_NO_TLS: "Ce hub ne parle pas TLS. Choisissez «\u00a0Non chiffrée\u00a0», ou écrivez "
    "http:// — seulement si personne d’autre n’est sur le réseau.",
    Trouble.CERTIFICATE: "Le certificat du hub n’est pas valable pour cet ordinateur\u00a0: expiré, "
    "pour un autre nom, ou garanti par personne de connu. Demandez à qui gère le hub.",
    Trouble.OTHER_PIN: "Le hub montre une autre autorité que celle à laquelle vous avez fait "
    "confiance. N’allez pas plus loin avant que la personne qui le gère vous ait dit pourquoi.",
    Trouble.LOGIN_TAKEN: "Quelqu’un a déjà cet identifiant. Choisissez-en un autre.",
    Trouble.BAD_LOGIN: "Le hub refuse cet identifiant. Choisissez-en un autre.",
    Trouble.NO_GUESTS: "Ce hub n’accepte pas d’invités. Laissez l’identifiant vide et connectez-vous "
    "sur sa page.",
    Trouble.TOO_MANY: "Le hub ne laisse entrer personne pour l’instant\u00a0: trop de demandes "
    "viennent de votre réseau.",
    Trouble.FAILING: "Le hub est là mais ne peut pas servir pour l’instant.",
    Trouble.LOST: "La connexion s’est rompue.",
    Trouble.CRASHED: "Ce qui dessine la page s’est arrêté plusieurs fois de suite. Fermez d’autres "
    "programmes si la mémoire manque, puis réessayez.",
    Trouble.OLD_ENGINE: "Le moteur de cette fenêtre est plus ancien que Chromium 87, qu’il faut à la "
    "page. Installez PyQtWebEngine 5.15.7, ou ouvrez le hub dans un navigateur.",
}

FRENCH: Final = Texts(
    language="fr",
    menu=_MENU,
    form=_FORM,
    absence=_ABSENCE,
    pin=_PIN,
    local=_LOCAL,
    slips=_SLIPS,
    troubles=_TROUBLES,
    title="Tocsin",
    live="connecté en tant que {login}",
    connecting="connexion",
    lost="connexion perdue",
    logged_out="non connecté",
    not_connected="aucun hub",
    down_one="1 machine absente",
    down_many="{n} machines absentes",
    unread_one="1 non lu",
    unread_many="{n} non lus",
    notice_private="{who}, en privé",
    notice_mention="{who} vous mentionne dans {where}",
    notice_down_one="Une machine est absente",
    notice_down_many="{n} machines sont absentes",
    notice_back_one="Une machine est revenue",
    notice_back_many="{n} machines sont revenues",
    notice_and_more="{names} et {n} autres",
    still_here_title="Tocsin reste dans la zone de notification",
    still_here="Il vous préviendra des mentions, des messages privés et des machines absentes. "
    "Quittez par son menu.",
    crashed="Ce qui dessine la page s’est arrêté et a été relancé. Rien de ce qui a été envoyé n’est "
    "perdu.",
    refused_address="Cette fenêtre ne montre que le hub\u00a0: {address} n’a pas été ouvert.",
    saved="Enregistré\u00a0: {name}",
    save_failed="{name} n’a pas pu être enregistré\u00a0: {reason}",
    cannot_write="le fichier ne peut pas être écrit à cet endroit",
    open_folder="Ouvrir le dossier",
    dismiss="Fermer",
    pdf_title="Imprimer en PDF",
    pdf_filter="PDF (*.pdf)",
    stop_question="Arrêter {hub} pour tout le monde\u00a0?",
    stop_question_more="Toutes les connexions se terminent, et rien n’est enregistré tant que "
    "quelqu’un ne l’a pas redémarré sur sa machine.",
    stop_yes="Arrêter le hub",
    stop_no="Annuler",
    stop_failed="Le hub n’a pas été arrêté\u00a0: {reason}",
    stopped="L’ordre d’arrêt a été donné au hub.",
    stop_proof="Avant de s’arrêter, le hub veut savoir à nouveau qui vous êtes\u00a0: dites-le dans la "
    "page.",
    away="Vous vous connectez chez {origin}. Cette fenêtre revient ensuite d’elle-même au hub.",
    back="Revenir au hub",
    no_library="Qt ne peut pas être chargé ({reason}). Sur Debian, installez ce qu’il lui faut\u00a0: "
    "apt-get install {packages}",
    no_wheels="PyQt5 et PyQtWebEngine ne sont pas installés ({reason})\u00a0: pip install "
    "PyQt5==5.15.11 PyQtWebEngine==5.15.7. Sous Linux ils n’existent que pour x86-64\u00a0; ailleurs, "
    "ouvrez le hub dans un navigateur.",
    about="Tocsin {version}\u00a0: le salon d’un parc, dans sa propre fenêtre. GPL-3.0-or-later. "
    "Fait avec PyQt {pyqt} et Qt {qt} (WebEngine\u00a0: Chromium {chromium}).",
)
