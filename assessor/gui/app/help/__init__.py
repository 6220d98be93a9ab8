"""Help pages, guided tour, command palette and the menu entries they name."""
