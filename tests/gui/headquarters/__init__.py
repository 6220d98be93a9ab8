"""Tests of the headquarters page: registry, missions, roster and watched folder."""
