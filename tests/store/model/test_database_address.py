"""The address of a shared registry: parsed and rebuilt, its password in no text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.store.model.database_address import DatabaseAddress, parse_location


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ({"database": "hq"}, "postgresql:///hq"),
        ({"database": "hq", "host": "db.un.org", "user": "ana"}, "postgresql://ana@db.un.org/hq"),
        (
            {"database": "h q/2", "host": "10.0.0.7", "port": "5433", "user": "a@b"},
            "postgresql://a%40b@10.0.0.7:5433/h%20q%2F2",
        ),
        ({"database": "hq", "host": "::1", "port": "5432"}, "postgresql://[::1]:5432/hq"),
        (
            {"database": "hq", "host": "/run/pg", "user": "ana", "port": "5433"},
            "postgresql://ana@/hq?host=/run/pg&port=5433",
        ),
        (
            {"database": "hq", "host": "db", "more": "sslmode=verify-full"},
            "postgresql://db/hq?sslmode=verify-full",
        ),
    ],
)
def test_parts_make_an_address_and_come_out_of_it_again(parts, url):
    made = DatabaseAddress.of(**parts)
    assert made.url == url
    blank = dict.fromkeys(("host", "port", "user", "database", "more"), "")
    assert made.parts == {**blank, **parts}
    assert parse_location(url) == made


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://ana:secret@db/hq",
        "postgresql://ana@db/hq?password=secret",
        "postgresql://ana@db/hq?sslmode=require&password=secret&connect_timeout=3",
    ],
)
def test_a_password_is_in_no_text_of_it(written):
    address = replace(parse_location(written), password="hidden")
    for text in (str(address), str(address.path), str(address.parts), repr(address.password)[:0]):
        assert "secret" not in text and "hidden" not in text
    assert "hidden" not in repr(address)
    assert address.parts["user"] == "ana" and address.parts["host"] == "db"
    assert parse_location(str(address)).parts == address.parts


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("postgresql://ana:secret@hq.example/missions", "missions", "hq.example/missions"),
        ("postgres://hq.example:5433/a%20b", "a b", "hq.example/a b"),
        ("postgresql:///missions?host=/tmp", "missions", "postgresql:/missions"),
    ],
)
def test_an_address_is_shown_without_user_and_password(written, name, shown):
    found = parse_location(written)
    assert isinstance(found, DatabaseAddress)
    assert found.name == name and shown in str(found.path)
    assert "secret" not in f"{found} {found.path}"


def test_what_is_no_address_is_a_file():
    assert not isinstance(parse_location("postgresql"), DatabaseAddress)
    assert not isinstance(parse_location("/tmp/hq.registry"), DatabaseAddress)
