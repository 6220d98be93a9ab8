"""The roles of a shared registry, as SQL statements.

The server enforces them for every program. Readers read. Analysts receive, decide, comment and
snooze. Keepers also undo files and edit the roster.
"""

from __future__ import annotations

READER, ANALYST, KEEPER = "assessor_reader", "assessor_analyst", "assessor_keeper"

_ROLE = """DO $$ BEGIN CREATE ROLE {role} NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
"""
_RIGHTS = f"""
GRANT USAGE ON SCHEMA public, kept TO {READER};
GRANT SELECT ON ALL TABLES IN SCHEMA public, kept TO {READER};
GRANT {READER} TO {ANALYST};
GRANT INSERT ON form, assessment, topic, changeset, entry, edge, draft, evidence, receipt, carried,
  quarantine, seen, setting TO {ANALYST};
GRANT UPDATE (form) ON assessment TO {ANALYST};
GRANT UPDATE ON changeset, edge, entry, seen, setting, aside TO {ANALYST};
GRANT DELETE ON draft, quarantine, aside, evidence TO {ANALYST};
GRANT ALL ON ALL TABLES IN SCHEMA kept TO {ANALYST};
GRANT {ANALYST} TO {KEEPER};
GRANT INSERT ON aside TO {KEEPER};
GRANT UPDATE (status) ON receipt TO {KEEPER};
GRANT DELETE ON entry, edge TO {KEEPER};
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read ON setting;
DROP POLICY IF EXISTS put_by ON setting;
DROP POLICY IF EXISTS keep ON setting;
CREATE POLICY read ON setting FOR SELECT USING (true);
CREATE POLICY put_by ON setting TO {ANALYST} USING (name IN ('parked', 'stripped'))
  WITH CHECK (name IN ('parked', 'stripped'));
CREATE POLICY keep ON setting TO {KEEPER} USING (true) WITH CHECK (true);
"""


def grant_statements() -> str:
    """Return the statements for the owner of the database; they can be run again."""
    roles = "".join(_ROLE.format(role=role) for role in (READER, ANALYST, KEEPER))
    return roles + _RIGHTS.lstrip()
