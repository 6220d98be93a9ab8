"""Who is believed, under which name, and by which form."""
