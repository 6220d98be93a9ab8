"""An XLSForm looked over as its author wrote it, before it is converted: every mistake at once."""
