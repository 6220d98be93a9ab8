"""The headquarters page: registry, missions, roster and watched folder."""
