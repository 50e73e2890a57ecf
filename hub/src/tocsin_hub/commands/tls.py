"""`tocsin-hub tls`: what browsers and machines are to trust of a hub started with `--tls auto`."""

from __future__ import annotations

from pathlib import Path

import click

from tocsin_hub.commands.folder import data_option, fail
from tocsin_hub.edge.tls.authority import fingerprint_of
from tocsin_hub.edge.tls.certificates import BadCertificate, read_certificates


@click.command()
@data_option
def tls(data: Path) -> None:
    """Print where the hub's certificate authority is, its fingerprint and how long it holds."""
    path = data / "tls" / "ca.pem"
    if not path.exists():
        fail(f"{data} has no certificate authority: `tocsin-hub serve --tls auto` makes one")
    try:
        certificate = read_certificates(path)[0]
    except BadCertificate as error:
        fail(str(error))
    click.echo(f"file    {path}")
    click.echo(f"sha256  {fingerprint_of(certificate)}")
    click.echo(f"until   {certificate.not_valid_after_utc.date()}")
