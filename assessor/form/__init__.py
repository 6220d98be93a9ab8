"""The form engine: XForms in, live instances out; no file, no clock, no Qt."""
