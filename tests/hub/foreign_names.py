"""ForeignNames: Host and Origin headers that are not a hub's, though many look like it."""


def host_mutations(authority: str) -> list[str]:
    """Return Host headers that are not this hub's, though many look like it."""
    name, _, port = authority.partition(":")
    other = int(port) + 1
    names = [
        *("evil.example", "evil.example.", "xn--80ak6aa92e.example", "b\xfccher.example", "*", "_"),
        # Other ways to write an address (inet_aton), and other addresses of this machine.
        *("127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1"),
        *("017700000001", "127.0.0.01", "127.000.000.001", "0.0.0.0", "0", "127.0.0.1e0"),
        *("\u0661\u0662\u0667.0.0.1".encode().decode("latin-1"), "127\xb70.0.1", "127%2e0.0.1"),
        # Names around ours: longer, shorter, beside, below; what DNS rebinding uses.
        *(
            "127.0.0.1.evil.example",
            "evil.127.0.0.1",
            "127.0.0.1.",
            ".127.0.0.1",
            "127.0.0.1.nip.io",
        ),
        *(
            "localhost.",
            ".localhost",
            "localhost..",
            "localhost.localdomain",
            "localhost.evil.example",
        ),
        *("evil-localhost", "evil.localhost", "localhostx", "xlocalhost", "ocalhost", "localhos"),
        *(
            "localtest.me",
            "lvh.me",
            "7f000001.0a000001.rbndr.us",
            "rebind.evil.example",
            "loc-alhost",
        ),
        *("localhost\x7f", "local\thost", "local host", "\xe2\x84\x93ocalhost", "loc\xadalhost"),
        "\u217cocalhost".encode().decode("latin-1"),
        # IPv6: unspecified, mapped, long, with a zone, without brackets or with half of them.
        *(
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:0:0:1]",
            "[::0001]",
            "[::2]",
        ),
        *("[0000:0000:0000:0000:0000:0000:0000:0001]", "[::127.0.0.1]", "[::1%lo]", "[::1%25lo]"),
        *("[::1%]", "::1", "[::1", "::1]", "[[::1]]", "[ ::1]", "[::1 ]", "[::1].", "[::1]x", "[]"),
        *("[127.0.0.1]", "[localhost]", "[v1.x]", "[::1]]", "[::1]:1", "[fe80::1]"),
        # Encoded.
        *(
            "localhost%00",
            "localho%73t",
            "%6c%6f%63%61%6c%68%6f%73%74",
            "127.0.0.1%20",
            "%31%32%37.0.0.1",
        ),
        *("%5B::1%5D", "localhost%2eevil.example", "localhost%0d%0a", "&#108;ocalhost"),
        # More than a name.
        *(
            "127.0.0.1@evil.example",
            "evil.example@127.0.0.1",
            "x:y@127.0.0.1",
            "@127.0.0.1",
            "127.0.0.1@",
        ),
        *(
            "evil.example#127.0.0.1",
            "evil.example/127.0.0.1",
            "127.0.0.1/evil",
            "/127.0.0.1",
            "//127.0.0.1",
        ),
        *(
            "127.0.0.1,evil.example",
            "127.0.0.1;x",
            "127.0.0.1\\evil.example",
            "127.0.0.1?x",
            "127.0.0.1#",
        ),
        *(
            "'127.0.0.1'",
            '"127.0.0.1"',
            "<127.0.0.1>",
            "(127.0.0.1)",
            "127.0.0.1 evil.example",
            "$host",
        ),
        *(
            "127.0.0.1\tevil.example",
            "127.0.0.1\0",
            "\x00127.0.0.1",
            "127.0.0.1\x0b",
            "\xef\xbb\xbf127.0.0.1",
        ),
    ]
    good = [name, "localhost", "[::1]"]
    ports = ["", ":", ":0", ":80", ":443", f":{other}", f":0{port}", f":{port}0", f":{port[:-1]}"]
    ports += [f":{port}:{port}", f":{port}.", f": {port}", f":+{port}", f":-{port}", f":{port}/"]
    ports += [
        f"::{port}",
        f":{int(port) + 65_536}",
        f":{int(port) + (1 << 32)}",
        f":{port}#",
        f":{port}?",
    ]
    ports += [
        f":{port}@evil.example",
        f":{port}x",
        f":{int(port):#x}",
        f":0o{int(port):o}",
        f":{port}.0",
    ]
    ports += [
        f":{port}e0",
        f":{port},",
        f":{port};",
        f";{port}",
        f".{port}",
        f" :{port}",
        f":{port}%00",
    ]
    ports += [
        f":{port} evil",
        f":{port}\\x",
        f":{port}\tx",
        f":{port}\0",
        f"%3a{port}",
        ":http",
        ":\xb2",
    ]
    return [
        *(f"{one}:{port}" for one in names),
        *(f"{one}{end}" for one in good for end in ports),
        *(f"{scheme}{one}:{port}" for scheme in ("http://", "https://", "//", "/") for one in good),
        *(f"evil.example:{port}, {one}:{port}" for one in good),
        *(f"{one}:{port}, evil.example:{port}" for one in good),
        *(f"{one}:{port},{one}:{port}" for one in good),
    ]


def origin_mutations(authority: str, scheme: str = "http") -> list[str]:
    """Return Origin headers that are not the page of a hub that is reached by `scheme`."""
    port = authority.partition(":")[2]
    good = [authority, f"localhost:{port}", f"[::1]:{port}"]
    foreign = [
        *(
            "null",
            "NULL",
            "undefined",
            "file://",
            "file:///",
            "about:blank",
            "about:srcdoc",
            "",
            "*",
        ),
        *("http://", "https://", "http:///", "://", "/", ".", "blob:null", "data:text/html,x"),
        *(
            "javascript:alert(1)",
            "chrome-extension://abc",
            "moz-extension://x",
            "capacitor://localhost",
        ),
        *("ionic://localhost", "app://localhost", "tauri://localhost", "vscode-webview://x"),
        *("http://localhost", "http://127.0.0.1", "https://127.0.0.1", "http://[::1]"),
        *("http://evil.example", "https://evil.example", "http://evil.example:80"),
    ]
    schemes = [
        "https://",
        "ws://",
        "wss://",
        "ftp://",
        "//",
        "",
        "http:",
        "http:/",
        "http:///",
        "http",
    ]
    schemes += [
        "http://http://",
        " http://http://",
        "http%3a//",
        "http;//",
        "xhttp://",
        "http+unix://",
    ]
    schemes += [
        "view-source:http://",
        "blob:http://",
        "h\tttp://",
        "http:\\\\",
        "http:// ",
        "http://\t",
    ]
    ends = [
        "/",
        "/x",
        ".evil.example",
        "@evil.example",
        "#",
        "?",
        " x",
        ",http://evil.example",
        ":80",
    ]
    ends += [
        " http://evil.example",
        ";",
        "\\",
        "\0",
        "\tx",
        "%00",
        "%2eevil.example",
        "//",
        "/..",
        "0",
    ]
    found = [
        *foreign,
        *(f"{scheme}{one}" for scheme in schemes for one in good),
        *(f"http://{one}{end}" for one in good for end in ends),
        *(
            f"http://{before}{one}"
            for before in ("evil.", "x@", "x:y@", "evil.example/")
            for one in good
        ),
        *(f"http://evil.example http://{one}" for one in good),
        *(f"null, http://{one}" for one in good),
        *(f"http://{host}" for host in host_mutations(authority) if host.isascii()),
    ]
    return [_swapped(one) for one in found] if scheme == "https" else found


def _swapped(origin: str) -> str:
    """Return an origin with http for https and the other way about."""
    if "https://" in origin:
        return origin.replace("https://", "http://")
    return origin.replace("http://", "https://")
