"""Ed25519: the vectors of the RFC, and another implementation's word on everything else."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tocsin_agent.core.ed25519 import public_key, sign, verify

ORDER = 2**252 + 27742317777372353535851937790883648493
# RFC 8032 section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        (
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
            "454d4423643ce80e2a9ac94fa54ca49f"
        ),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
            "3dca179c138ac17ad9bef1177331a704"
        ),
    ),
]

seeds = st.binary(min_size=32, max_size=32)
messages = st.binary(max_size=300)


def agreed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify by both; they must be of one mind."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        theirs = True
    except (InvalidSignature, ValueError):
        theirs = False
    assert verify(public, message, signature) == theirs
    return theirs


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(seed, public, message, signature):
    raw = bytes.fromhex(message)
    assert public_key(bytes.fromhex(seed)).hex() == public
    assert sign(bytes.fromhex(seed), raw).hex() == signature
    assert verify(bytes.fromhex(public), raw, bytes.fromhex(signature))


@given(seeds, messages)
def test_it_signs_as_others_do(seed, message):
    other = Ed25519PrivateKey.from_private_bytes(seed)
    public = public_key(seed)
    assert public == other.public_key().public_bytes_raw()
    signature = sign(seed, message)
    assert signature == other.sign(message)
    assert agreed(public, message, signature)


@given(seeds, messages, st.integers(0, 511), st.integers(0, 255))
def test_one_bit_makes_it_bad(seed, message, bit, key_bit):
    public = public_key(seed)
    signature = sign(seed, message)
    bad = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not agreed(public, message, bad)
    assert not agreed(public, message + b"\0", signature)
    other = (int.from_bytes(public, "big") ^ 1 << key_bit).to_bytes(32, "big")
    assert not agreed(other, message, signature)


@given(seeds, messages)
def test_there_is_no_second_signature_out_of_a_good_one(seed, message):
    """RFC 8032 section 5.1.7: S is below the order of the base point."""
    signature = sign(seed, message)
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert not agreed(public_key(seed), message, signature[:32] + s.to_bytes(32, "little"))


@given(st.binary(max_size=80), messages, st.binary(max_size=130))
def test_whatever_comes_it_is_refused(public, message, signature):
    assert not verify(public, message, signature)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_private_key_has_32_bytes(length):
    with pytest.raises(ValueError, match="32 bytes"):
        public_key(bytes(length))


@given(st.integers(2**255 - 19, 2**255 - 1), st.booleans())
def test_a_number_beyond_the_field_is_no_key(y, sign_bit):
    """Section 5.1.3: y is below p, or decoding fails."""
    public = (y | sign_bit << 255).to_bytes(32, "little")
    assert not verify(public, b"x", bytes(64))
