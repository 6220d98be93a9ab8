"""Pure data of the record: canonical JSON, changesets, entries, receipts."""
