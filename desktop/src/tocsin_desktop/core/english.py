"""English."""

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
    connect="&Connect…",
    recent="&Recent hubs",
    forget_recent="Forget these",
    reload="Re&load",
    disconnect="Say &goodbye and disconnect",
    stop_hub="&Stop the hub…",
    start_local="Start a hub on this &computer",
    local_log="Log of the hub on this computer",
    quit="&Quit",
    edit="&Edit",
    undo="&Undo",
    redo="&Redo",
    cut="Cu&t",
    copy="&Copy",
    paste="&Paste",
    select_all="Select &all",
    view="&View",
    fleet="&Fleet",
    room="&Room",
    runs="R&uns",
    zoom_in="Zoom &in",
    zoom_out="Zoom &out",
    zoom_normal="&Normal size",
    full_screen="F&ull screen",
    tv="&TV mode",
    print_pdf="&Print to PDF…",
    keep_in_tray="&Keep running in the tray when closed",
    help="Hel&p",
    how_to="&Keyboard and commands",
    about="&About Tocsin",
    show="Show Tocsin",
)

_FORM: Final = FormTexts(
    title="Connect to a hub",
    lead="The address is what you would open in a browser.",
    address="Address",
    address_hint="A name, an IP address, or a URL",
    port="Port",
    login="Login",
    login_hint="Leave it empty if the hub's page is to ask.",
    security="Security",
    security_auto="Automatic",
    security_tls="Encrypted (TLS)",
    security_plain="Not encrypted",
    pin="Certificate fingerprint",
    pin_hint="Only if your hub has an authority of its own: what it prints after “trust”.",
    more="More settings",
    stay="Stay logged in on this computer",
    stay_unusable="This system has no keyring: you will log in at each start.",
    connect="Connect",
    connecting="Connecting…",
    cancel="Cancel",
    recent="Recent hubs",
    local="Start a hub on this computer",
    local_hint="A hub and an agent of your own, ended with this window.",
    bad_pin="A fingerprint is 32 pairs of the digits 0–9 and letters A–F: copy the whole line.",
    bad_login="A login is 1 to 32 letters, digits, “.”, “_” or “-”, beginning with a letter or digit.",
    plain_warning="Not encrypted: whoever is on the way can read everything, passwords too.",
)

_ABSENCE: Final = AbsenceTexts(
    title="{hub} cannot be reached",
    title_old="This window cannot show the page",
    reaching="Connecting to {hub}…",
    again_in="Trying again in {n} s",
    again_now="Trying again…",
    not_by_itself="Waiting will not mend this. Change it, then try again.",
    try_now="Try now",
    other_hub="Other hub",
    detail="The system says: {detail}",
)

_PIN: Final = PinTexts(
    title="Is this your hub?",
    lead="{hub} is vouched for by an authority of its own, which this computer does not know yet. "
    "Its fingerprint:",
    compare="Compare it with what the hub printed after “trust” when it started, or with what "
    "“tocsin-hub tls” prints on its machine. If one digit differs, somebody else is answering.",
    changed="{hub} now shows another authority than the one you trusted. Either the hub was set up "
    "anew, or somebody else is answering. Its fingerprint now:",
    trust="It is the same: trust this hub",
    refuse="Do not connect",
)

_LOCAL: Final = LocalTexts(
    title="Hub on this computer",
    starting="Starting…",
    running="Running. It ends when you quit Tocsin.",
    stopped="Not running.",
    failed="It could not be started: {reason}",
    stop="Stop it",
    close="Close",
    copy="Copy the log",
    not_installed="The hub's program is not installed beside this one: pip install tocsin-hub "
    "tocsin-agent.",
)

_SLIPS: Final = {
    Slip.EMPTY: "Type the hub's address, for example hub.example or 10.0.0.7.",
    Slip.NAME: "This is neither a name nor an IP address: for example hub.example or 10.0.0.7.",
    Slip.PORT: "A port is a number from 1 to 65535. A hub's own is 8765.",
    Slip.SCHEME: "A hub's address begins with https:// or http://, or with neither.",
    Slip.PATH: "Leave out what follows the name and the port: only the hub itself is asked for.",
    Slip.USER: "Leave out what stands before the @: a login has its own field, a password none.",
}

_TROUBLES: Final = {
    Trouble.NO_SUCH_NAME: "No computer has this name. Check the spelling, and that you are in the "
    "right network or VPN.",
    Trouble.REFUSED: "The computer is there, but nothing listens at this port. Is the hub running, "
    "and is the port right?",
    Trouble.TIMED_OUT: "There is no answer. The computer may be off, or a firewall is in between.",
    Trouble.NO_ROUTE: "There is no way to this computer from here. Check your network or VPN.",
    Trouble.NOT_TOCSIN: "Something answers there, but it is no Tocsin hub. Check the port.",
    Trouble.OTHER_VERSION: "The hub speaks another version of the protocol. Install the version of "
    "this program that belongs to it.",
    Trouble.WANTS_TLS: "This hub speaks only encrypted. Choose “Encrypted (TLS)”, or write https://.",
    Trouble.WANTS_NO_TLS: "This hub does not speak TLS. Choose “Not encrypted”, or write http:// — "
    "only where nobody else is in the network.",
    Trouble.CERTIFICATE: "The hub's certificate is not valid for this computer: it has expired, is "
    "for another name, or nobody known vouches for it. Ask who runs the hub.",
    Trouble.OTHER_PIN: "The hub shows another authority than the one you trusted. Do not go on "
    "before who runs the hub has told you why.",
    Trouble.LOGIN_TAKEN: "Somebody has this login. Choose another.",
    Trouble.BAD_LOGIN: "The hub does not take this login. Choose another.",
    Trouble.NO_GUESTS: "This hub lets no guests in. Leave the login empty and log in on its page.",
    Trouble.TOO_MANY: "The hub lets nobody in for a moment: too many came from your network.",
    Trouble.FAILING: "The hub is there but cannot serve at the moment.",
    Trouble.LOST: "The connection broke.",
    Trouble.CRASHED: "What draws the page stopped several times in a row. Close other programs if "
    "memory is short, then try again.",
    Trouble.OLD_ENGINE: "The engine of this window is older than Chromium 87, which the page needs. "
    "Install PyQtWebEngine 5.15.7, or open the hub in a browser.",
}

ENGLISH: Final = Texts(
    language="en",
    menu=_MENU,
    form=_FORM,
    absence=_ABSENCE,
    pin=_PIN,
    local=_LOCAL,
    slips=_SLIPS,
    troubles=_TROUBLES,
    title="Tocsin",
    live="connected as {login}",
    connecting="connecting",
    lost="connection lost",
    logged_out="not logged in",
    not_connected="not connected",
    down_one="1 host down",
    down_many="{n} hosts down",
    unread_one="1 unread",
    unread_many="{n} unread",
    notice_private="{who}, in private",
    notice_mention="{who} mentions you in {where}",
    notice_down_one="A host is down",
    notice_down_many="{n} hosts are down",
    notice_back_one="A host is back",
    notice_back_many="{n} hosts are back",
    notice_and_more="{names} and {n} more",
    still_here_title="Tocsin goes on in the tray",
    still_here="It will tell you of mentions, private messages and hosts that are down. Quit from "
    "its menu.",
    crashed="What draws the page stopped and was started again. Nothing that was sent is lost.",
    refused_address="This window shows the hub only: {address} was not opened.",
    saved="Saved: {name}",
    save_failed="{name} could not be saved: {reason}",
    cannot_write="the file cannot be written there",
    open_folder="Open the folder",
    dismiss="Dismiss",
    pdf_title="Print to PDF",
    pdf_filter="PDF (*.pdf)",
    stop_question="Stop {hub} for everybody?",
    stop_question_more="Everybody's connection ends, and nothing is recorded until somebody starts "
    "it again on its machine.",
    stop_yes="Stop the hub",
    stop_no="Cancel",
    stop_failed="The hub was not stopped: {reason}",
    stopped="The hub was told to stop.",
    stop_proof="Before it stops, the hub wants to know again who you are: say it in the page.",
    away="You log in at {origin}. This window then comes back to the hub by itself.",
    back="Back to the hub",
    no_library="Qt cannot be loaded ({reason}). On Debian, install what it needs: apt-get install "
    "{packages}",
    no_wheels="PyQt5 and PyQtWebEngine are not installed ({reason}): pip install PyQt5==5.15.11 "
    "PyQtWebEngine==5.15.7. There are wheels for x86-64 alone on Linux; elsewhere open the hub in "
    "a browser.",
    about="Tocsin {version}: the room of a fleet, in a window of its own. GPL-3.0-or-later. "
    "Made with PyQt {pyqt} and Qt {qt} (WebEngine: Chromium {chromium}).",
)
