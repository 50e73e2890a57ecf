"""Sixty texts that want to be more than text. What one of them achieves shows as `injected`."""

_DO = "window.injected=1"
_FETCH = "//injected.invalid/x"

INJECTIONS = (
    # Elements that run by themselves.
    f"<script>{_DO}</script>",
    f"<ScRiPt>{_DO}</sCrIpT>",
    f"<script src={_FETCH}></script>",
    f"<script type=module>{_DO}</script>",
    f"<scr<script>ipt>{_DO}</scr</script>ipt>",
    f"</script><script>{_DO}</script>",
    f"</textarea><script>{_DO}</script>",
    f"</title><script>{_DO}</script>",
    f"</pre></code><script>{_DO}</script>",
    f"--><script>{_DO}</script>",
    f"]]><script>{_DO}</script>",
    f"<script/x>{_DO}</script>",
    # Handlers of elements that load, fail, begin or get the focus.
    f"<img id=injected src=x onerror={_DO}>",
    "<img id=injected src=x onerror=alert(1)//",
    f'"><img id=injected src=x onerror="{_DO}">',
    f"'><img id=injected src=x onerror='{_DO}'>",
    f"`><img id=injected src=x onerror=`{_DO}`>",
    f"<img/id=injected/src=x/onerror={_DO}>",
    f"<svg id=injected onload={_DO}>",
    f"<svg><animate id=injected onbegin={_DO} attributeName=x dur=1s>",
    f"<svg><script id=injected>{_DO}</script></svg>",
    f"<math><mtext></mtext><img id=injected src=x onerror={_DO}></math>",
    f"<body onload={_DO}>",
    f"<input id=injected autofocus onfocus={_DO}>",
    f"<select id=injected autofocus onfocus={_DO}>",
    f"<details id=injected open ontoggle={_DO}>",
    f"<video id=injected><source onerror={_DO}></video>",
    f"<audio id=injected src=x onerror={_DO}>",
    f"<marquee id=injected onstart={_DO}>",
    f"<p id=injected style=animation-name:x onanimationstart={_DO}>",
    # Frames, objects, forms, what changes the page as a whole.
    f"<iframe id=injected src=javascript:{_DO}></iframe>",
    "<iframe id=injected srcdoc='<script>parent.injected=1</script>'></iframe>",
    f"<object id=injected data=javascript:{_DO}></object>",
    f"<embed id=injected src=javascript:{_DO}>",
    f"<base href={_FETCH}>",
    f"<meta http-equiv=refresh content=0;url={_FETCH}>",
    f"<link rel=stylesheet href={_FETCH}>",
    f"<style id=injected>body{{background:url({_FETCH})}}</style>",
    f"<form id=injected action={_FETCH}><button>x</button></form>",
    f"<template id=injected shadowrootmode=open><script>{_DO}</script></template>",
    # Addresses.
    f"javascript:{_DO}",
    f"JaVaScRiPt:{_DO}",
    f"java\tscript:{_DO}",
    f"<a id=injected href=javascript:{_DO}>x</a>",
    f"[x](javascript:{_DO})",
    f"![x]({_FETCH})",
    f"data:text/html,<script>{_DO}</script>",
    # Ways out of attributes, styles, templates and JSON.
    f'" autofocus onfocus="{_DO}',
    f"' onmouseover='{_DO}",
    f"x:expression({_DO})",
    f"url({_FETCH})",
    "{{constructor.constructor('window.injected=1')()}}",
    "${window.injected=1}",
    '"}],"injected":true,"x":[{"',
    "__proto__",
    "constructor",
    # Encodings.
    f"&lt;img id=injected src=x onerror={_DO}&gt;",
    f"&#60;script&#62;{_DO}&#60;/script&#62;",
    f"\\u003cscript\\u003e{_DO}\\u003c/script\\u003e",
    f"%3Cscript%3E{_DO}%3C/script%3E",
)
assert len(INJECTIONS) == 60

DISGUISES = (
    "gnp.\u202eexe",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "\u200fright\u200e",
    "nul\x00bell\x07",
    "\x1b[2J\x1b[31mred",
    "\x1b]0;injected\x07",
    "\x1b]52;c;aW5qZWN0ZWQ=\x07",
    "\x1b]8;;javascript:window.injected=1\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mC1\x85",
    "line\u2028paragraph\u2029",
)
"""Texts that read otherwise than what they hold, or that a terminal obeys."""
HIDDEN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
"""What none of them may leave in what a person sees, as a pattern of JavaScript and Python."""
