"""Where the map and the gazetteer of resources/atlas come from."""
