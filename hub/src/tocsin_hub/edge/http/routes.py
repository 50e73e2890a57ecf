"""Routes: the whole table.

Documentation, OpenAPI, permissions and the application are made of it.
"""

from __future__ import annotations

from typing import Final

from tocsin_hub.core.audit.export import FORMS
from tocsin_hub.core.openmetrics import CONTENT_TYPE
from tocsin_hub.edge.http import (
    about,
    account,
    accounts,
    agents,
    audit,
    history,
    hosts,
    join_codes,
    login,
    logs,
    marks,
    me,
    metrics,
    oidc,
    rooms,
    run_list,
    run_output,
    runs,
    saved_runs,
    screens,
    search,
    sessions,
    setup,
    tokens,
)
from tocsin_hub.edge.http.me import ScreenView
from tocsin_hub.edge.http.route import Permission as May
from tocsin_hub.edge.http.route import Route
from tocsin_wire.bodies import Host, Room

ROUTES: Final = (
    Route("GET", "/healthz", May.ANYBODY, "Is the hub well?", about.health, gives=about.Health),
    Route("GET", "/api/hub", May.ANYBODY, "What is this hub?", about.about, gives=about.About),
    Route(
        "GET", "/api/loop", May.ANYBODY, "How late is the event loop? (with --measure-loop)",
        about.loop, gives=about.Lag, refusals=(404,),
    ),
    Route(
        "POST", "/api/setup", May.ANYBODY, "Come in by a set-up key or an invitation",
        setup.set_up, 201, setup.SetUp, me.Me, (403, 409, 429),
    ),
    Route(
        "POST", "/api/setup/look", May.ANYBODY, "Whom is a key for?",
        setup.look, 200, setup.Look, setup.Looked, (403, 429),
    ),
    Route(
        "POST", "/api/setup-links", May.LOCAL, "Make another set-up address",
        setup.setup_link, 201, None, setup.Link,
    ),
    Route(
        "POST", "/api/login", May.ANYBODY, "Log in",
        login.log_in, 200, login.LogIn, me.Me, (401, 429),
    ),
    Route(
        "GET", "/api/oidc/login", May.ANYBODY, "Go to the OpenID provider to log in",
        oidc.log_in, 302, refusals=(404,), asks=oidc.LogIn,
    ),
    Route(
        "GET", "/api/oidc/callback", May.ANYBODY, "Come back from the OpenID provider",
        oidc.come_back, refusals=(404,), asks=oidc.Callback, also=("text/html",),
    ),
    Route(
        "POST", "/api/session", May.ANYBODY, "Join a lab as a guest",
        sessions.join, 201, sessions.Join, sessions.Joined, (403, 409, 429),
    ),
    Route("GET", "/api/session", May.SCREEN, "Who am I?", sessions.who_am_i, gives=me.Me),
    Route("DELETE", "/api/session", May.SCREEN, "Leave", sessions.leave, 204, refusals=(409,)),
    Route(
        "POST", "/api/session/proof", May.VIEWER, "Say again who you are",
        login.prove, 200, login.Proof, me.Me, (409, 429),
    ),
    Route(
        "GET", "/api/sessions", May.VIEWER, "Where are you logged in?",
        sessions.sessions, gives=sessions.SessionList,
    ),
    Route(
        "DELETE", "/api/sessions", May.VIEWER, "End your other sessions", sessions.end_others, 204
    ),
    Route(
        "DELETE", "/api/sessions/{id}", May.VIEWER, "End one of your sessions",
        sessions.end, 204, refusals=(404,),
    ),
    Route(
        "PUT", "/api/account/password", May.VIEWER, "Choose another password",
        account.set_password, 204, account.NewPassword, None, (409, 429), critical=True,
    ),
    Route(
        "POST", "/api/account/second-factor", May.VIEWER, "Begin with a second factor",
        account.begin_second_factor, 200, None, account.SecondFactor, (409,), critical=True,
    ),
    Route(
        "PUT", "/api/account/second-factor", May.VIEWER, "Confirm a second factor by its code",
        account.confirm_second_factor, 200, account.Code, account.Recovery, (409, 429),
    ),
    Route(
        "DELETE", "/api/account/second-factor", May.VIEWER, "Do without a second factor",
        account.end_second_factor, 204, critical=True,
    ),
    Route("GET", "/api/tokens", May.VIEWER, "Your tokens", tokens.tokens, gives=tokens.TokenList),
    Route(
        "POST", "/api/tokens", May.VIEWER, "Make a token for a terminal or bot",
        tokens.make, 201, tokens.NewToken, tokens.MadeToken, (429,), critical=True,
    ),
    Route(
        "DELETE", "/api/tokens/{id}", May.VIEWER, "Delete one of your tokens",
        tokens.delete, 204, refusals=(404,),
    ),
    Route(
        "GET", "/api/accounts", May.ADMIN, "Who has an account?",
        accounts.accounts, gives=accounts.AccountList,
    ),
    Route(
        "POST", "/api/accounts", May.ADMIN, "Let somebody in",
        accounts.add, 201, accounts.NewAccount, accounts.Invitation, (409, 429), critical=True,
    ),
    Route(
        "PATCH", "/api/accounts/{login}", May.ADMIN, "Change what somebody may do",
        accounts.change, 200, accounts.AccountChange, accounts.ShownAccount, (404, 409),
        critical=True,
    ),
    Route(
        "DELETE", "/api/accounts/{login}", May.ADMIN, "Delete an account",
        accounts.delete, 204, refusals=(404, 409), critical=True,
    ),
    Route(
        "POST", "/api/accounts/{login}/reset", May.ADMIN, "Let somebody begin anew",
        accounts.reset, 200, None, accounts.Invitation, (404,), critical=True,
    ),
    Route(
        "GET", "/api/hosts", May.SCREEN, "The hosts, live",
        hosts.fleet, gives=hosts.Fleet, asks=hosts.Which,
    ),
    Route(
        "GET", "/api/hosts/{id}/history", May.SCREEN, "Columns of a host over a stretch of time",
        history.chart, gives=history.History, refusals=(404, 422, 503), asks=history.Ask,
        also=(history.CSV,),
    ),
    Route(
        "GET", "/api/hosts/{id}/history/columns", May.SCREEN, "What is kept of a host",
        history.columns, gives=history.Holdings, refusals=(404, 503),
    ),
    Route(
        "GET", "/metrics", May.METRICS, "All numbers, for Prometheus",
        metrics.metrics, also=(CONTENT_TYPE.partition(";")[0],),
    ),
    Route(
        "GET", "/api/logs/entries", May.SCREEN, "Entries of a log, from any place in it",
        logs.entries, gives=logs.Piece, refusals=(404, 422), asks=logs.Entries,
    ),
    Route(
        "POST", "/api/rooms", May.OPERATOR, "Begin a room",
        rooms.begin, 201, rooms.NewRoom, Room, (409, 429),
    ),
    Route(
        "PATCH", "/api/rooms/{name}", May.OPERATOR, "Call a room otherwise",
        rooms.rename, takes=rooms.RoomChange, gives=Room, refusals=(404,),
    ),
    Route(
        "GET", "/api/search", May.GUEST, "Search what was said",
        search.search, gives=search.SearchResult, refusals=(422, 503), asks=search.Search,
    ),
    Route(
        "GET", "/api/marks", May.SCREEN, "What lies on a host's time axis",
        marks.marks, gives=marks.Marks, refusals=(404, 422, 503), asks=marks.AskMarks,
    ),
    Route(
        "GET", "/api/join-codes", May.ADMIN, "The join codes that hold",
        join_codes.codes, gives=join_codes.KnownCodes,
    ),
    Route(
        "POST", "/api/join-codes", May.ADMIN, "Make a join code for a machine",
        join_codes.new_code, 201, join_codes.NewCode, join_codes.JoinCode, critical=True,
    ),
    Route(
        "DELETE", "/api/join-codes/{id}", May.ADMIN, "Delete a join code",
        join_codes.delete_code, 204, refusals=(404,),
    ),
    Route(
        "POST", "/api/agents/hello", May.ANYBODY, "Prove to an agent that this is its hub",
        agents.hello, takes=agents.AgentHello, gives=agents.HubHello,
    ),
    Route(
        "POST", "/api/join", May.ANYBODY, "Let a machine in that has a join code",
        agents.join, 201, agents.AgentJoin, agents.AgentJoined, (401, 403, 429),
    ),
    Route(
        "PATCH", "/api/hosts/{id}", May.ADMIN, "Give a host another name or other labels",
        hosts.change, takes=hosts.HostChange, gives=Host, refusals=(404, 409),
    ),
    Route(
        "POST", "/api/hosts/{id}/resume", May.ADMIN, "Let a paused host go on",
        hosts.resume, gives=Host, refusals=(404,), critical=True,
    ),
    Route(
        "DELETE", "/api/hosts/{id}", May.ADMIN, "Remove a host",
        hosts.remove, 204, refusals=(404,), critical=True,
    ),
    Route(
        "POST", "/api/runs", May.OPERATOR, "Ask hosts to run a command",
        runs.new_run, 201, runs.NewRun, runs.RunId, (404, 409, 429),
    ),
    Route(
        "GET", "/api/runs", May.SCREEN, "The runs there were, newest first",
        run_list.runs, gives=run_list.RunList, refusals=(422,), asks=run_list.Ask,
    ),
    Route(
        "GET", "/api/runs/{id}", May.SCREEN, "A run with its output so far",
        runs.run, gives=runs.RunView, refusals=(404,),
    ),
    Route(
        "POST", "/api/runs/{id}/cancel", May.OPERATOR, "Stop a run",
        runs.cancel, 202, runs.Act, runs.RunId, (404,),
    ),
    Route(
        "POST", "/api/runs/{id}/signal", May.OPERATOR, "Send a signal to a run",
        runs.signal, 202, runs.Signal, runs.RunId, (404,),
    ),
    Route(
        "GET", "/api/runs/{id}/output", May.SCREEN, "What a run wrote",
        run_output.output, refusals=(404, 422), asks=run_output.Ask,
        also=(run_output.TEXT, run_output.LINES),
    ),
    Route(
        "GET", "/api/saved-runs", May.SCREEN, "The saved runs",
        saved_runs.saved_runs, gives=saved_runs.SavedRunList,
    ),
    Route(
        "POST", "/api/saved-runs", May.OPERATOR, "Save a run",
        saved_runs.save, 201, saved_runs.NewSavedRun, saved_runs.SavedRunId, (409, 429),
    ),
    Route(
        "PUT", "/api/saved-runs/{id}", May.OPERATOR, "Change a saved run",
        saved_runs.change, 200, saved_runs.NewSavedRun, saved_runs.SavedRunId, (404, 409),
    ),
    Route(
        "DELETE", "/api/saved-runs/{id}", May.OPERATOR, "Delete a saved run",
        saved_runs.forget, 204, refusals=(404,),
    ),
    Route(
        "POST", "/api/screen", May.ANYBODY, "Open a screen by its link",
        screens.open_screen, 200, screens.Opening, ScreenView, (403, 429),
    ),
    Route(
        "GET", "/api/screens", May.OPERATOR, "The screens' links that hold",
        screens.screens, gives=screens.ScreenList,
    ),
    Route(
        "POST", "/api/screens", May.OPERATOR, "Make a link for a screen on a wall",
        screens.make, 201, screens.NewScreen, screens.MadeScreen, (429,), critical=True,
    ),
    Route(
        "DELETE", "/api/screens/{id}", May.OPERATOR, "Revoke a screen's link",
        screens.revoke, 204, refusals=(404,),
    ),
    Route(
        "GET", "/api/audit", May.AUDITOR, "Search the audit, newest first",
        audit.search, gives=audit.Audit, refusals=(422, 503), asks=audit.Ask,
    ),
    Route(
        "GET", "/api/audit/export", May.AUDITOR, "Take the audit away in a file",
        audit.export, refusals=(422, 503), asks=audit.Export,
        also=tuple(form.media_type for form in FORMS.values()),
    ),
)  # fmt: skip
