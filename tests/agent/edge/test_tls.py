"""Over TLS: a certificate nobody vouches for is refused, one that is trusted here is taken."""

import shutil
import ssl
import subprocess

import pytest
from websockets.asyncio.server import serve
from websockets.typing import Subprotocol

from tocsin_agent.core.address import Address
from tocsin_agent.edge.socket import connect
from tocsin_agent.edge.uplink import because

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a key")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the paths of a certificate for localhost, signed by itself, and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key"), "-out", str(folder / "cert")),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "cert", folder / "key"


@pytest.fixture
async def secure_port(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    async def hold(connection):
        await connection.wait_closed()

    async with serve(
        hold, "localhost", 0, ssl=context, subprotocols=[Subprotocol("tocsin.v1")]
    ) as server:
        yield server.sockets[0].getsockname()[1]


async def test_a_certificate_nobody_vouches_for_is_refused(secure_port):
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        await connect(
            Address("localhost", secure_port, True), "Tocsin-Agent x", ssl.create_default_context()
        )
    assert "certificate is not trusted here" in because(caught.value)


async def test_a_certificate_for_another_name_is_refused(secure_port, certificate):
    context = ssl.create_default_context(cafile=str(certificate[0]))
    with pytest.raises(ssl.SSLCertVerificationError):
        await connect(Address("127.0.0.1", secure_port, True), "Tocsin-Agent x", context)


async def test_one_that_is_trusted_here_is_taken(secure_port, certificate):
    context = ssl.create_default_context(cafile=str(certificate[0]))
    socket = await connect(Address("localhost", secure_port, True), "Tocsin-Agent x", context)
    assert socket.is_ready
    socket.close(1000)
    assert await socket.ended == 1000
