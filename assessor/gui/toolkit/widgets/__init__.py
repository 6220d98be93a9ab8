"""Small widgets: lists, tables, layouts and editors."""
