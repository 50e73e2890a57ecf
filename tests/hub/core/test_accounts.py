import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin_hub.core.accounts import ROLES, Account, Accounts
from tocsin_hub.core.principal import Role, common
from tocsin_wire.errors import Refused, UnknownLogin

PEOPLE = st.builds(
    Account,
    st.sampled_from(["ann", "Bob", "eve", "Zoe"]),
    st.sampled_from(ROLES),
    disabled=st.booleans(),
    password=st.sampled_from(["", "hash"]),
    subject=st.sampled_from(["", "https://id.example ann"]),
)


def test_a_login_is_the_same_in_any_case():
    accounts = Accounts([Account("Ann", Role.VIEWER)])
    assert accounts.get("aNN").login == "Ann"
    accounts.set(Account("ANN", Role.ADMIN))
    assert [account.role for account in accounts.all] == [Role.ADMIN]
    accounts.remove("ann")
    assert accounts.find("Ann") is None
    with pytest.raises(UnknownLogin):
        accounts.get("Ann")


@pytest.mark.parametrize(
    "after",
    [
        None,
        Account("ann", Role.OPERATOR, password="hash"),
        Account("ann", Role.ADMIN, password="hash", disabled=True),
    ],
)
def test_the_last_admin_stays(after):
    ann = Account("ann", Role.ADMIN, password="hash")
    for others in (
        [],
        [Account("bob", Role.OPERATOR, password="hash")],
        [Account("bob", Role.ADMIN, password="hash", disabled=True)],
        [Account("bob", Role.ADMIN)],
    ):
        with pytest.raises(Refused, match="last admin"):
            Accounts([ann, *others]).check("ann", after)
    Accounts([ann, Account("bob", Role.ADMIN, subject="issuer bob")]).check("ann", after)


def test_among_admins_by_key_any_may_stay():
    accounts = Accounts([Account("ann", Role.ADMIN), Account("bob", Role.ADMIN)])
    accounts.check("ann", None)
    accounts.remove("ann")
    with pytest.raises(Refused):
        accounts.check("bob", None)


@given(
    st.lists(PEOPLE, unique_by=lambda account: account.login),
    st.lists(st.tuples(PEOPLE, st.booleans())),
)
def test_whatever_is_changed_an_admin_is_left(people, changes):
    accounts = Accounts(people)
    for after, is_gone in changes:
        had = accounts.has_admin, any(one.is_admin and one.may_return for one in accounts.all)
        try:
            accounts.check(after.login, None if is_gone else after)
        except (Refused, UnknownLogin):
            continue
        if is_gone:
            accounts.remove(after.login)
        else:
            accounts.set(after)
        has = accounts.has_admin, any(one.is_admin and one.may_return for one in accounts.all)
        assert has >= had


def test_what_two_roles_have_in_common():
    assert common(Role.ADMIN, Role.OPERATOR) is Role.OPERATOR
    assert common(Role.OPERATOR, Role.AUDITOR) is Role.VIEWER
    assert common(Role.AUDITOR, Role.ADMIN) is Role.AUDITOR
    assert common(Role.AUDITOR, Role.VIEWER) is Role.VIEWER
    for one in ROLES:
        assert common(one, one) is one
        assert common(Role.ADMIN, one) is one
        for other in ROLES:
            assert common(one, other) is common(other, one)
            assert one.value == "admin" or common(one, other) is not Role.ADMIN
