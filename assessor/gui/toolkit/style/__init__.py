"""Theme, fonts, sizes and basic widgets."""
